"""The built-in reports, except the HTML one."""
