"""The pages that readers see: answers, articles, lists, stories."""
