package dev.loupe.data.signal;

import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import java.nio.file.Path;
import java.util.List;

/// Knows the ways in which signals lie in a folder, but for WAV files, whose broken ones
/// [WavFolder] tells.
public final class SignalRecognisers {
  private SignalRecognisers() {}

  /// Beats of MIT-BIH, WFDB records, problems of the UCR archive, and CSV files, in this order.
  public static List<Recogniser> of(SignalOptions options) {
    return List.of(new Beats(options), new Records(options), new Problems(), new Tables(options));
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
