package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A WFDB record, as PhysioNet has them: a header, and files with signals.
///
/// Formats 8, 16, 24, 32, 61, 80, 160, 212, 310 and 311 are read, with several files, several
/// samples in a frame, skew, bytes before the samples (so `.mat` files too), and records made of
/// segments, with gaps, in a fixed or a variable layout. FLAC is refused. Values are physical:
/// `(stored - baseline) / gain`; where there is none, they are NaN.
///
/// The headers are read once, the samples in ranges of bounded memory. Only format 8, which keeps
/// differences, is read from the record's beginning each time. Nothing stays open.
///
/// Source: Moody, WFDB Applications Guide, header(5) and signal(5).
public final class WfdbRecord {
  private final WfdbHeader header;
  private final List<WfdbSignal> signals;
  private final List<Piece> pieces;
  private final long length;

  /// A stretch of the record.
  ///
  /// @param start its first frame
  /// @param length in frames
  /// @param part where its values are; null in a gap
  /// @param signals for each of the record's signals, which one of the part it is; -1 for none
  private record Piece(long start, long length, @Nullable WfdbPart part, int[] signals) {}

  private WfdbRecord(WfdbHeader header, List<WfdbSignal> signals, List<Piece> pieces, long length) {
    this.header = header;
    this.signals = signals;
    this.pieces = pieces;
    this.length = length;
  }

  /// Opens a record.
  ///
  /// @param file the header, `NAME.hea`
  /// @throws LoupeException if the header can't be understood, names what Loupe doesn't read, or a
  ///   file that is missing or too short; with the file's name and the line
  public static WfdbRecord open(Path file) {
    WfdbHeader header = WfdbHeader.read(file);
    if (header.segments().isEmpty()) {
      WfdbPart part = WfdbPart.open(header);
      int[] all = new int[header.signals().size()];
      Arrays.setAll(all, i -> i);
      Piece piece = new Piece(0, part.length(), part, all);
      return new WfdbRecord(header, header.signals(), List.of(piece), part.length());
    }
    return new Segments(header).open();
  }

  /// The name that the header gives it.
  public String name() {
    return header.name();
  }

  /// Frames a second.
  public double rate() {
    return header.rate();
  }

  /// How many frames there are; a signal has this many values times its samples in a frame.
  public long length() {
    return length;
  }

  /// The signals; those of the layout where the layout varies.
  public List<WfdbSignal> signals() {
    return signals;
  }

  /// The lines of the header that begin with `#`, without it.
  public List<String> comments() {
    return header.comments();
  }

  /// The files that the record is made of: headers and signals, each once.
  public List<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    files.add(header.file());
    for (Piece piece : pieces) {
      if (piece.part() != null) {
        WfdbHeader own = piece.part().header();
        files.add(own.file());
        own.signals().forEach(s -> files.add(own.file().resolveSibling(s.file())));
      }
    }
    return List.copyOf(files);
  }

  /// Reads values of a signal in its physical unit; NaN where there is none.
  ///
  /// @param signal which one
  /// @param from the first value, in the signal's own rate
  /// @param count how many
  /// @param into where they go, from `at` on
  /// @throws LoupeException if a file has changed since it was opened
  public void read(int signal, long from, int count, float[] into, int at) {
    Objects.checkFromIndexSize(at, count, into.length);
    read(signal, from, count, into, at, 1);
  }

  /// Reads values of all signals, next to each other; NaN where there is none.
  ///
  /// @param from the first frame
  /// @param count how many
  /// @param into where they go, from `at` on
  /// @throws LoupeException if signals have several samples in a frame, or a file has changed
  public void read(long from, int count, float[] into, int at) {
    int n = signals.size();
    Objects.checkFromIndexSize(at, Math.multiplyExact(count, n), into.length);
    for (int s = 0; s < n; s++) {
      if (signals.get(s).samplesPerFrame() > 1) {
        throw LoupeException.of(header.file() + ": the signals have different rates")
            .expected("one sample in a frame for each signal")
            .got(signals.get(s).samplesPerFrame() + " of '" + signals.get(s).description() + "'")
            .fix("read signal by signal");
      }
      read(s, from, count, into, at + s, n);
    }
  }

  private void read(int signal, long from, int count, float[] into, int at, int step) {
    int spf = signals.get(signal).samplesPerFrame();
    Objects.checkFromIndexSize(from, count, length * spf);
    for (Piece piece : pieces) {
      long start = piece.start() * spf;
      long first = Math.max(from, start);
      int n = (int) (Math.min(from + count, start + piece.length() * spf) - first);
      if (n <= 0) {
        continue;
      }
      int to = at + (int) (first - from) * step;
      int own = piece.signals()[signal];
      WfdbPart part = piece.part();
      if (part == null || own < 0) {
        for (int i = 0; i < n; i++) {
          into[to + i * step] = Float.NaN;
        }
      } else {
        part.read(own, first - start, n, into, to, step);
      }
    }
  }

  /// Reads everything and compares the sums of the samples with those in the headers.
  ///
  /// @throws LoupeException if one differs, with the name of the file
  public void verify() {
    for (Piece piece : pieces) {
      if (piece.part() != null) {
        piece.part().verify();
      }
    }
  }

  /// Opens the segments of a record.
  private static final class Segments {
    private final WfdbHeader header;
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable WfdbHeader layout;
    private boolean variable;
    private long start;

    Segments(WfdbHeader header) {
      this.header = header;
    }

    WfdbRecord open() {
      for (int i = 0; i < header.segments().size(); i++) {
        WfdbHeader.Segment segment = header.segments().get(i);
        if (!segment.gap()) {
          add(segment, i);
        } else {
          pieces.add(new Piece(start, segment.length(), null, none()));
          start += segment.length();
        }
      }
      WfdbHeader known = layout;
      if (known == null) {
        throw error("a record needs a segment that is no gap").got("gaps only");
      }
      if (header.length() > 0 && header.length() != start) {
        throw error("the lengths of the segments don't add up")
            .expected(header.length() + " frames")
            .got(String.valueOf(start));
      }
      return new WfdbRecord(header, known.signals(), List.copyOf(pieces), start);
    }

    private void add(WfdbHeader.Segment segment, int number) {
      Path file = header.file().resolveSibling(segment.name() + ".hea");
      WfdbHeader own = WfdbHeader.read(file);
      if (!own.segments().isEmpty()) {
        throw error("a segment is made of segments itself").got(file.toString());
      }
      if (own.length() != segment.length() || own.rate() != header.rate()) {
        throw error("segment " + segment.name() + " is not what it should be")
            .expected(segment.length() + " frames at " + header.rate() + " Hz")
            .got(own.length() + " frames at " + own.rate() + " Hz");
      }
      if (number == 0 && segment.length() == 0) {
        variable = true;
      }
      if (layout == null) {
        if (own.signals().size() != header.declared()) {
          throw error("segment " + segment.name() + " has another number of signals")
              .expected(String.valueOf(header.declared()))
              .got(String.valueOf(own.signals().size()));
        }
        layout = own;
      }
      if (segment.length() > 0) {
        pieces.add(new Piece(start, segment.length(), WfdbPart.open(own), signals(own, layout)));
        start += segment.length();
      }
    }

    private int[] none() {
      int[] none = new int[header.declared()];
      Arrays.fill(none, -1);
      return none;
    }

    /// Which signals of a segment are the record's: those in the same place, or, where the layout
    /// varies, those with the same description.
    private int[] signals(WfdbHeader own, WfdbHeader wanted) {
      if (!variable && own.signals().size() != header.declared()) {
        throw error("segment " + own.name() + " has another number of signals")
            .expected(String.valueOf(header.declared()))
            .got(String.valueOf(own.signals().size()));
      }
      int[] which = none();
      for (int i = 0; i < which.length; i++) {
        WfdbSignal want = wanted.signals().get(i);
        for (int k = 0; k < own.signals().size() && which[i] < 0; k++) {
          WfdbSignal have = own.signals().get(k);
          if (variable ? have.description().equals(want.description()) : i == k) {
            which[i] = k;
            check(own, want, have);
          }
        }
      }
      return which;
    }

    private void check(WfdbHeader own, WfdbSignal want, WfdbSignal have) {
      if (have.samplesPerFrame() != want.samplesPerFrame() || !have.units().equals(want.units())) {
        throw error("signal '" + want.description() + "' is another one in " + own.name())
            .expected(want.samplesPerFrame() + " samples in a frame, in " + want.units())
            .got(have.samplesPerFrame() + " in " + have.units());
      }
    }

    private LoupeException error(String what) {
      return LoupeException.of(header.file() + ": " + what);
    }
  }
}
