"""The few pieces that need code in the browser: a module each, its .jsx beside it."""
