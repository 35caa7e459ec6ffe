"""The administration, `/quan-tri`: behind a login, without scripts, kept by no browser and no proxy.

access       who may see which page; tokens of sessions in cookies
login        in and out
factor       the second factor of a login, and its setting up
overview, figures, synonyms      for editors
generations, people, log         for administrators
own          one's own password and sessions
"""

from webui.admin import factor, figures, generations, log, login, overview, own, people, synonyms
from webui.admin.access import blueprint, install

__all__ = [
    "blueprint",
    "factor",
    "figures",
    "generations",
    "install",
    "log",
    "login",
    "overview",
    "own",
    "people",
    "synonyms",
]
