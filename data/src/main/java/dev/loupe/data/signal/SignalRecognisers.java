package dev.loupe.data.signal;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Progress;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Knows the ways in which signals lie in a folder.
public final class SignalRecognisers {
  private SignalRecognisers() {}

  /// Beats of MIT-BIH, WFDB records, problems of the UCR archive, WAV files and CSV files, in this
  /// order.
  ///
  /// @param progress is told while WAV files are looked at
  /// @param broken is given the WAV files that are left out
  public static List<Recogniser> of(
      SignalOptions options, Progress progress, Consumer<BrokenFile> broken) {
    return List.of(
        new Beats(options),
        new Records(options),
        new Problems(),
        new Recordings(options, progress, broken),
        new Tables(options));
  }

  /// See [BeatTable].
  record Beats(SignalOptions options) implements Recogniser {
    @Override
    public String layout() {
      return "heartbeats of MIT-BIH: beats.csv and 100_lead0.i16le.gz ...";
    }

    @Override
    public boolean recognises(Path folder) {
      return BeatTable.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return BeatTable.open(folder, options);
    }
  }

  /// See [WfdbFolder].
  record Records(SignalOptions options) implements Recogniser {
    @Override
    public String layout() {
      return "WFDB records with beats: 100.hea, 100.dat, 100.atr ...";
    }

    @Override
    public boolean recognises(Path folder) {
      return WfdbFolder.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return WfdbFolder.open(folder, options);
    }
  }

  /// See [SeriesFolder].
  record Problems() implements Recogniser {
    @Override
    public String layout() {
      return "series of the UCR archive: NAME_TRAIN.tsv and NAME_TEST.tsv, or .ts";
    }

    @Override
    public boolean recognises(Path folder) {
      return SeriesFolder.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return SeriesFolder.open(folder);
    }
  }

  /// See [WavFolder].
  record Recordings(SignalOptions options, Progress progress, Consumer<BrokenFile> broken)
      implements Recogniser {
    @Override
    public String layout() {
      return "WAV files in a folder for each class, or named class_speaker_index.wav";
    }

    @Override
    public boolean recognises(Path folder) {
      return WavFolder.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      WavFolderSplits found = WavFolder.open(folder, options, progress);
      found.broken().forEach(broken);
      return found.splits();
    }
  }

  /// See [CsvFolder].
  record Tables(SignalOptions options) implements Recogniser {
    @Override
    public String layout() {
      return "series in CSV files, a row each with its class: train.csv and test.csv, or one file";
    }

    @Override
    public boolean recognises(Path folder) {
      return CsvFolder.isIn(folder);
    }

    @Override
    public Splits open(Path folder) {
      return CsvFolder.open(folder, options);
    }
  }
}
