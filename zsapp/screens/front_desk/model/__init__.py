"""The models of the front-desk screen: plain Python, no Qt."""
