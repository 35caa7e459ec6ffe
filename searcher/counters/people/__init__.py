"""Who may administer the site, kept beside the counters: users, sessions, failed logins, a log of what was done.

    tables       their columns; the log takes new lines only, in the database itself
    naming       which names and passwords can be
    passwords    what is kept of a password: argon2id
    users        making, listing, changing and removing users
    sessions     tokens of which only a hash is kept
    failures     who must wait after wrong passwords
    log          who did what, when, from where

All but `naming` and `passwords` know SQLAlchemy and are imported by whoever first needs a user.
"""
