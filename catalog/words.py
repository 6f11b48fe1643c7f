"""The words for values and for what marketplaces miss; the sentences of the rule file are listed here to be translated."""
