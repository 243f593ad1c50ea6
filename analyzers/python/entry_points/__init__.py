"""From a resolved program to where the outside world comes in: routes, GraphQL fields, tasks, jobs and commands."""
