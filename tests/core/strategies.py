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
# What is seen, and how many seconds later the next is seen.
courses = st.lists(st.tuples(progress | details, st.floats(0, 5000)), max_size=30)
