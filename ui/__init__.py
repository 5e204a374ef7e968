"""What the pages share. Streamlit lives here and above, never in nnkit."""

import os

# Read once, when torch is first imported. By default its threads spin while they wait for one
# another; beside a busy browser that made a dream's step take 0.5 to 2 s instead of 0.07.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
