"""Forms of the officer's pages, one module a topic; they read what is sent and decide nothing."""
