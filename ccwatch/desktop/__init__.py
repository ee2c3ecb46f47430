"""The desktop program: shows the tray first, then builds and wires everything else."""
