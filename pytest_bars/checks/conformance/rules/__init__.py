"""The rules of `conforms`, one subject a module: a pure function of what is judged."""
