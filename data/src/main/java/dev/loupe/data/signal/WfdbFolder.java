package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// WFDB records with annotated heartbeats, such as the MIT-BIH Arrhythmia Database.
///
/// Each record is a header `NAME.hea` with its signals, and annotations `NAME.atr`; headers without
/// annotations are passed over. A sample is one second of the first signal around a beat, in the
/// signal's unit; its class is that of ANSI/AAMI EC57, its group the record. The checksums of the
/// signals are verified.
///
/// The test is that of de Chazal, O'Dwyer and Reilly, 2004, where all records are of the MIT-BIH
/// database (without the paced ones); else whole records are drawn, and a rule can choose them.
public final class WfdbFolder {
  private static final String HEADER = ".hea";
  private static final String BEATS = ".atr";

  private WfdbFolder() {}

  /// Whether the folder has a record with annotations.
  public static boolean isIn(Path folder) {
    try {
      return !annotated(folder).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> annotated(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(f -> String.valueOf(f.getFileName()))
          .filter(n -> n.endsWith(HEADER))
          .map(n -> n.substring(0, n.length() - HEADER.length()))
          .filter(n -> Files.isRegularFile(folder.resolve(n + BEATS)))
          .sorted()
          .toList();
    }
  }

  /// Opens a folder.
  ///
  /// @throws LoupeException if a file is missing or broken (with the line or the offset), if there
  ///   is one record only, or if the rule does not fit
  public static Splits open(Path folder, SignalOptions options) {
    List<String> names;
    try {
      names = annotated(folder);
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
    List<HeartRecord> records = new ArrayList<>();
    for (String name : names) {
      records.add(record(folder, name, names));
    }
    if (records.isEmpty()) {
      throw LoupeException.of(folder + ": there are no records with beats")
          .expected("NAME.hea and NAME.atr");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    String units = ((Wave.OfRecord) records.getFirst().wave()).units();
    Card card =
        new Card(
            String.valueOf(absolute.getFileName()),
            "windows around heartbeats in " + units,
            absolute.toString(),
            "unknown",
            "");
    return new HeartFolder(folder, records, MitBih.CLASSES, card).splits(options);
  }

  private static HeartRecord record(Path folder, String name, List<String> all) {
    Path header = folder.resolve(name + HEADER);
    WfdbRecord record = WfdbRecord.open(header);
    if (record.signals().isEmpty()) {
      throw LoupeException.of(header + ": the record has no signals").expected("one or more");
    }
    record.verify();
    Path file = folder.resolve(name + BEATS);
    WfdbAnnotations annotations = WfdbAnnotations.read(file);
    Wave wave = new Wave.OfRecord(record, 0, header.toString());
    double counts = annotations.rate() > 0 ? annotations.rate() : record.rate();
    List<HeartRecord.Beat> beats = new ArrayList<>();
    for (WfdbAnnotation a : annotations.list()) {
      Optional<String> label = MitBih.label(a.code());
      long position = Math.round(a.sample() / counts * wave.rate());
      label.ifPresent(l -> beats.add(new HeartRecord.Beat(position, l)));
    }
    StringBuilder hashes = new StringBuilder(FileHash.of(file));
    record.files().forEach(f -> hashes.append(' ').append(FileHash.of(f)));
    String hash = Sha256.of(hashes.toString().getBytes(StandardCharsets.UTF_8));
    return new HeartRecord(name, MitBih.patient(name, all), wave, beats, hash);
  }
}
