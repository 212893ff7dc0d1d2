"""How gunicorn serves the portal; it reads this file by itself from the folder that it starts in."""

workers = 3
worker_class = "sync"
# Loaded before the workers are made: a setting that cannot be used then stops the start, in one line.
preload_app = True
accesslog = "-"
control_socket_disable = True
