"""Articles that tell the event of a judged cluster and were not judged with it.

The clusters of VietnameseMDS and ViMs are samples of what was published on an event: more of it lies among the
other articles, and three events are in the judgements twice. Read one by one, the sure ones only: the same
event by names, place and day. Left out of a ranking they tell how much of what is missing is no error.
"""

SAME_EVENT: dict[str, frozenset[str]] = {
    "vims-Cluster_001": frozenset(
        {
            "vietnews-test-008253",
            "vietnews-test-009498",
            "vietnews-test-011535",
            "vietnews-test-011870",
            "vietnews-test-012224",
        }
    ),
    "vims-Cluster_007": frozenset({"vims-50"}),
    "vims-Cluster_009": frozenset({"vietnews-test-011343"}),
    "vims-Cluster_093": frozenset({"vietnews-test-010581"}),
    "vims-Cluster_138": frozenset({"vietnews-test-020884"}),
    "vims-Cluster_142": frozenset({"vietnews-test-013831"}),
    "vims-Cluster_152": frozenset({"vietnews-test-009451"}),
    "vims-Cluster_224": frozenset({"vietnews-test-021332"}),
    "vims-Cluster_249": frozenset({"vietnews-test-020672"}),
    "vims-Cluster_271": frozenset({"vietnews-test-019085"}),
}
"""Cluster -> articles beside it that tell its event."""

TWICE = (
    ("vims-Cluster_036", "vims-Cluster_076"),
    ("vmds-cluster_51", "vmds-cluster_57"),
    ("vmds-cluster_2", "vmds-cluster_15"),
)
"""Clusters of one event."""
