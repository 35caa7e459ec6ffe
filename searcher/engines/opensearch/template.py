"""`python -m searcher.engines.opensearch.template`: the index template for those who want to look before they trust.

Every index is made with all of this by the program itself. The template is for what is made by hand or by
mistake under one of its names: that has the same mapping then, instead of one guessed from the first document.
"""

import json

from searcher.engines.opensearch.mapping import FORMAT, MAPPING, Json, index_body
from searcher.settings.cluster import ClusterSettings


def index_template(settings: ClusterSettings) -> Json:
    """Return the body of `PUT /_index_template/timtin`."""
    made = index_body(settings, "")["settings"]["index"]
    index = {
        **{key: value for key, value in made.items() if key != "auto_expand_replicas"},
        "number_of_replicas": settings.replicas,
        "refresh_interval": settings.refresh,
    }
    return {
        "index_patterns": [f"{settings.prefix}-*"],
        "priority": 100,
        "version": FORMAT,
        "template": {"settings": {"index": index}, "mappings": MAPPING},
    }


def main() -> None:
    """Print the template of a cluster with the default settings."""
    print(json.dumps(index_template(ClusterSettings()), indent=2))


if __name__ == "__main__":
    main()
