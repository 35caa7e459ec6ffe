"""The batch job's door: `python reindex.py` is `timtin reindex`.

Exit codes: 0 done; 1 done, but some input was skipped; 2 wrong usage or settings; 3 nothing could be
done (index locked or damaged, source unreachable, disk full).
"""

try:
    import signal

    from searcher.exits import loading
except KeyboardInterrupt:  # before `loading` is there to hear it
    from searcher.exits import end_at_once

    end_at_once()

if __name__ == "__main__":  # workers load this file, too, and need none of it
    with loading(signal.SIGINT, signal.SIGTERM):
        from timtin.reindex import command

        command(prog_name="reindex.py")
