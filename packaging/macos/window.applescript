tell application "Finder"
    tell disk "ccwatch"
        open
        set current view of container window to icon view
        set toolbar visible of container window to false
        set statusbar visible of container window to false
        set bounds of container window to {200, 120, 800, 520}
        set options to icon view options of container window
        set arrangement of options to not arranged
        set icon size of options to 112
        set background picture of options to file ".background:background.png"
        set position of item "ccwatch.app" of container window to {160, 200}
        set position of item "Applications" of container window to {440, 200}
        close
    end tell
end tell
