"""The pipelines once more over the captures, without the newspapers, which may be gone.

`tasks` reads captures, in whatever process; `pools` says in which; `run` has one writer store what they answer, or
`changes` say what would change. `at_end` reads again at the end of a crawl what was read before more was known.
"""
