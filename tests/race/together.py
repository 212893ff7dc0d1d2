"""Several things done at the same moment."""

from threading import Barrier, Thread

from django.db import connections


def run_together(*works):
    """What each of the works returned or raised, done at the same moment in threads of their own."""
    barrier, came = Barrier(len(works)), [None] * len(works)

    def take_part(number):
        try:
            barrier.wait()
            came[number] = works[number]()
        except Exception as error:
            came[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=take_part, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
