import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Card } from "../../app/cards";
import { usePhone } from "../../app/context";
import { stopPlaying } from "../../app/player";
import { fileNameOf, lengthOf, soundOf } from "../../app/sound";
import { chooseSpeed, speed, SPEEDS } from "../../app/speed";
import { cards } from "../../app/state";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { clock, duration } from "../../time/format";
import { time_zone } from "../../app/state";
import { TimedWords } from "./TimedWords";
import "./listen.css";

/** A whole note to hear: play, move about in it, faster, tap a word; and out of this app. */
export function ListenSheet({ recording_id, onClose }: { recording_id: string; onClose: () => void }) {
  const card = cards.value.find((one) => one.id === recording_id);
  if (!card) return null;
  return (
    <Sheet title={`Note from ${clock(card.started_at, time_zone.value)}`} onClose={onClose}>
      <Player key={card.id} card={card} />
      <Privacy card={card} />
    </Sheet>
  );
}

function Privacy({ card }: { card: Card }) {
  const phone = usePhone();
  const choose = async (is_private: boolean): Promise<void> => {
    await phone.shelf.change(card.id, { is_private });
    await phone.taps.keep({ kind: "privacy", recording_id: card.id, is_private });
  };
  return (
    <div class="listen-privacy">
      <p class="sheet-note">
        {card.is_private ? "Private: only you see this note, and nothing follows from it." : "Everybody in the company reads this note."}
      </p>
      <button type="button" class="button" onClick={() => void choose(!card.is_private)}>
        {card.is_private ? "Share with everybody" : "Keep private"}
      </button>
    </div>
  );
}

function Player({ card }: { card: Card }) {
  const phone = usePhone();
  const sound = useSignal<Blob | null>(null);
  const trouble = useSignal<string | null>(null);
  useEffect(() => {
    stopPlaying();
    soundOf(card.id, phone.shelf, phone.api).then(
      (blob) => {
        sound.value = blob;
      },
      () => {
        trouble.value = "The sound is with the server and cannot be fetched now. Try again when there is a network.";
      },
    );
  }, [card.id]);
  if (trouble.value) return <p class="sheet-note" role="alert">{trouble.value}</p>;
  return sound.value ? <Controls card={card} sound={sound.value} /> : <p class="sheet-note">Fetching the sound…</p>;
}

function Controls({ card, sound }: { card: Card; sound: Blob }) {
  const audio = useRef<HTMLAudioElement>(null);
  const address = useSignal("");
  const at_s = useSignal(0);
  const length_s = useSignal(card.seconds ?? 0);
  const is_playing = useSignal(false);

  useEffect(() => {
    const made = URL.createObjectURL(sound);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [sound]);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed.value;
  }, [speed.value, is_playing.value]);

  const playFrom = (from_s: number): void => {
    if (!audio.current) return;
    audio.current.currentTime = from_s;
    void audio.current.play();
  };
  const toggle = (): void => {
    if (is_playing.value) audio.current?.pause();
    else void audio.current?.play();
  };

  return (
    <>
      <audio
        ref={audio}
        src={address.value || undefined}
        preload="auto"
        onLoadedMetadata={({ currentTarget }) => {
          void lengthOf(currentTarget).then((found_s) => {
            length_s.value = found_s ?? length_s.value;
          });
        }}
        onTimeUpdate={({ currentTarget }) => {
          at_s.value = currentTarget.currentTime;
        }}
        onPlay={() => {
          is_playing.value = true;
        }}
        onPause={() => {
          is_playing.value = false;
        }}
      />
      <div class="listen-row">
        <button type="button" class="listen-play" aria-label={is_playing.value ? "Pause" : "Play"} onClick={toggle}>
          <Icon name={is_playing.value ? "stop" : "play"} />
        </button>
        <input
          class="listen-scrubber"
          type="range"
          aria-label="Where in the note"
          aria-valuetext={`${duration(at_s.value)} of ${duration(length_s.value)}`}
          min={0}
          max={Math.max(0.1, length_s.value)}
          step={0.1}
          value={at_s.value}
          onInput={({ currentTarget }) => {
            if (audio.current) audio.current.currentTime = Number(currentTarget.value);
          }}
        />
        <span class="listen-time" aria-hidden="true">
          {duration(at_s.value)} / {duration(length_s.value)}
        </span>
      </div>
      <div class="listen-speeds" role="group" aria-label="Speed">
        {SPEEDS.map((one) => (
          <button key={one} type="button" class="button" aria-pressed={speed.value === one} onClick={() => chooseSpeed(one)}>
            {one}×
          </button>
        ))}
      </div>
      <TimedWords card={card} at_s={at_s.value} onPlay={playFrom} />
      <WayOut sound={sound} name={fileNameOf(card.started_at, sound.type)} address={address.value} />
    </>
  );
}

function WayOut({ sound, name, address }: { sound: Blob; name: string; address: string }) {
  const file = new File([sound], name, { type: sound.type });
  const can_share = navigator.canShare?.({ files: [file] }) ?? false;
  return (
    <div class="listen-out">
      <a class="button" href={address} download={name}>
        Download
      </a>
      {can_share && (
        <button type="button" class="button" onClick={() => void navigator.share({ files: [file] }).catch(() => undefined)}>
          Share
        </button>
      )}
    </div>
  );
}
