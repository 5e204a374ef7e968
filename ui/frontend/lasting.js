/**
 * As `instances`, for components that are updated many times a second: when one update overtakes
 * another, Streamlit calls the cleanup of the slower one although the component is still there.
 */
function lasting(create) {
  const update = instances(create);
  return (component) => {
    const close = update(component);
    return () => {
      if (!component.parentElement.isConnected) close();
    };
  };
}
