"""The pages of the window, a module a page; `registry` lists them."""
