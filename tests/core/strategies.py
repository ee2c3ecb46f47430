"""Hypothesis strategies for what the service may say."""

from hypothesis import strategies as st

from ccwatch.core.job import PHASES, Details, JobId, Progress, Remark

JOB = JobId("8f6c-2b41")
WORDS = ("Active", "Over", "Unsubmitted", "Queued", "Success", "Failed", "Cancelled")
ENDING_WORDS = ("TerminatingOnCancel", "TerminatingOnFailure")

percentages = st.none() | st.sampled_from([0, 0.0, 40, 40.0, 40.5, 100]) | st.floats(-1, 101)
states = (
    st.sampled_from([None, "", "Paused", "paused", "Ω", *WORDS, *ENDING_WORDS])
    | st.sampled_from(sorted(PHASES)).map(str.upper)
    | st.text(max_size=8)
)
steps = st.sampled_from([None, "", "Prepare_Production", "Run_Production"]) | st.text(max_size=8)
moments = st.none() | st.floats(1e9, 2e9)
remarks = st.builds(Remark, *[st.text(max_size=8)] * 3)

progress = st.builds(Progress, percentages, states, steps)
details = st.builds(
    Details,
    name=st.none() | st.text(max_size=8),
    state=states,
    submitted=moments,
    started=moments,
    ended=moments,
    errors=st.lists(remarks, max_size=2).map(tuple),
)
# An observation, and the seconds until the next one.
courses = st.lists(st.tuples(progress | details, st.floats(0, 5000)), max_size=30)


def setting_values() -> st.SearchStrategy[object]:
    """Return values for a setting as files and users give them: nearly valid, or odd."""
    word = st.text(st.sampled_from("abZ09-_.:/@#?%[]{} \\\"'<>,;~é٤\u202e\n"), max_size=12)
    beginning = st.sampled_from(("", "https://", "http://", "HTTPS://", "socks5://", "http://[::1"))
    host = st.sampled_from(("", "localhost", "a.example", "127.0.0.1", "bücher.example", "[::1]"))
    end = st.sampled_from(("", "/", ":0", ":8080", ":99999", "/{job}", "?a=b", "#a", "/ä"))
    address = st.tuples(beginning, host, end, word).map("".join)
    numbers = st.lists(st.integers(-1, 70_000).map(str), max_size=4)
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        word,
        address,
        numbers.map(", ".join),
        st.lists(st.text(max_size=3), max_size=2),
        st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
    )
