# Headsets that are plugged in get their buttons now (70-casque-headsets.rules), and not only when they are plugged in again.
if [ -d /run/udev ] && hash udevadm 2>/dev/null; then
    udevadm control --reload || true
    udevadm trigger --subsystem-match=hidraw --action=change || true
fi
