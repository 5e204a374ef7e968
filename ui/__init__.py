"""What the pages share. Streamlit lives here and above, never in nnkit."""

from streamlit.runtime.pages_manager import PagesManager

# A folder named "pages" makes Streamlit build an old-style menu of its own when the first visitor
# of a fresh server comes by a deep link, before app.py has run and called st.navigation.
PagesManager.uses_pages_directory = False
