"""What is known of every request and of the process: logs, figures, traces, health."""
