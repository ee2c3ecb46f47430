-- Clicks the ring in the menu bar and fails unless its menu opens. Needs the right to control the
-- computer, which the runners of GitHub give to scripts.
tell application "System Events" to tell process "ccwatch"
    repeat 60 times
        if exists (value of attribute "AXExtrasMenuBar") then exit repeat
        delay 1
    end repeat
    set ring to menu bar item 1 of (value of attribute "AXExtrasMenuBar")
    ignoring application responses
        click ring
    end ignoring
    delay 2
    if (count of menu items of menu 1 of ring) is 0 then error "The menu of the ring is empty."
end tell
