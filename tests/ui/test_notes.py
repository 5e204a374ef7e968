from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from ui import notes

    if st.button("tell"):
        notes.say("kept", icon=":material/info:")
        st.rerun()
    notes.say("once only", icon=":material/info:", once=True)
    notes.show()


def test_a_note_survives_the_rerun_and_is_told_once():
    test = AppTest.from_function(page).run()
    assert [toast.value for toast in test.toast] == ["once only"]
    test.button[0].click().run()
    assert [toast.value for toast in test.toast] == ["kept"]
    assert not test.run().toast
