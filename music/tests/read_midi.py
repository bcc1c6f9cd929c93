"""Reads a MIDI file from standard input, and says in JSON what is in it. Times are ticks."""

import io
import json
import sys

import mido

file = mido.MidiFile(file=io.BytesIO(sys.stdin.buffer.read()), clip=False)
tracks = []
for track in file.tracks:
    now, sounding, notes, tempos = 0, {}, [], []
    for message in track:
        now += message.time
        if message.type == "set_tempo":
            tempos.append([now, message.tempo])
        elif message.type == "note_on" and message.velocity > 0:
            key = (message.channel, message.note)
            assert key not in sounding, f"{key} is struck twice"
            sounding[key] = (now, message.velocity)
        elif message.type in ("note_on", "note_off"):
            begin, velocity = sounding.pop((message.channel, message.note))
            notes.append([begin, now - begin, message.channel, message.note, velocity])
    assert not sounding, "a note never ends"
    tracks.append({"name": track.name, "tempos": tempos, "notes": sorted(notes), "end": now})
json.dump({"type": file.type, "ticks": file.ticks_per_beat, "tracks": tracks}, sys.stdout)
