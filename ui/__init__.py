"""What the pages share. Streamlit lives here and above, never in nnkit."""
