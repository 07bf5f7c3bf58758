package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// One lead of records of the MIT-BIH Arrhythmia Database as packed numbers, with a table of beats.
///
/// `beats.csv` has the columns `record`, `sample` and `pvc` (0 or 1); `NAME_lead0.i16le.gz` holds
/// little-endian 16-bit numbers, 200 a millivolt, 360 a second. A sample is one second around a
/// beat, in millivolts; its classes are `other` and `pvc` (premature ventricular contraction), its
/// group is the patient.
///
/// The test is that of de Chazal, O'Dwyer and Reilly, 2004, as far as their records are there
/// (without the paced ones); a rule can choose others.
public final class BeatTable {
  private static final String TABLE = "beats.csv";
  private static final String END = "_lead0.i16le.gz";
  private static final String HEAD = "record,sample,pvc";
  private static final Pattern ROW = Pattern.compile("([A-Za-z0-9_-]{1,64}),(\\d{1,15}),([01])");
  private static final double RATE = 360;
  private static final float GAIN = 200;
  private static final int LARGEST = 1 << 28;
  private static final int CHUNK = 1 << 20;
  private static final List<String> CLASSES = List.of("other", "pvc");

  private BeatTable() {}

  /// Whether the folder has a table and a record.
  public static boolean isIn(Path folder) {
    if (!Files.isRegularFile(folder.resolve(TABLE))) {
      return false;
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.anyMatch(f -> f.toString().endsWith(END));
    } catch (IOException e) {
      return false;
    }
  }

  /// Opens a folder.
  ///
  /// @throws LoupeException if a file is missing or broken (with the line or the offset), if a beat
  ///   is outside of its record, or if the rule does not fit
  public static Splits open(Path folder, SignalOptions options) {
    Path table = folder.resolve(TABLE);
    NavigableMap<String, List<HeartRecord.Beat>> beats = beats(table);
    String hash = FileHash.of(table);
    List<HeartRecord> records = new ArrayList<>();
    beats.forEach(
        (name, own) -> {
          Path file = folder.resolve(name + END);
          short[] values = numbers(file);
          for (HeartRecord.Beat beat : own) {
            if (beat.position() >= values.length) {
              throw LoupeException.of(table + ": a beat is outside of its record")
                  .expected("a sample below " + values.length + " in record " + name)
                  .got(String.valueOf(beat.position()));
            }
          }
          Wave wave = new Wave.OfNumbers(values, GAIN, RATE, file.toString());
          records.add(
              new HeartRecord(
                  name,
                  MitBih.patient(name, beats.keySet()),
                  wave,
                  own,
                  hash + " " + FileHash.of(file)));
        });
    Path absolute = folder.toAbsolutePath().normalize();
    Card card =
        new Card(
            String.valueOf(absolute.getFileName()),
            "windows around heartbeats in millivolts",
            absolute.toString(),
            "unknown",
            "");
    return new HeartFolder(folder, records, CLASSES, card).splits(options);
  }

  private static NavigableMap<String, List<HeartRecord.Beat>> beats(Path table) {
    NavigableMap<String, List<HeartRecord.Beat>> beats = new TreeMap<>();
    try (BufferedReader text = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
      String head = text.readLine();
      if (!HEAD.equals(head)) {
        throw LoupeException.of(table + ", line 1: the table has other columns")
            .expected(HEAD)
            .got(head == null ? "nothing" : "'" + WfdbSignalLine.brief(head) + "'");
      }
      int number = 1;
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        number++;
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
          throw LoupeException.of(table + ", line " + number + ": this is no beat")
              .expected("a record, a sample, and 0 or 1, such as 100,77,0")
              .got("'" + WfdbSignalLine.brief(line) + "'");
        }
        String label = CLASSES.get(row.group(3).equals("1") ? 1 : 0);
        beats
            .computeIfAbsent(row.group(1), k -> new ArrayList<>())
            .add(new HeartRecord.Beat(Long.parseLong(row.group(2)), label));
      }
    } catch (IOException e) {
      throw LoupeException.of(table + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
    if (beats.isEmpty()) {
      throw LoupeException.of(table + ": the table has no beats").expected("a row for each beat");
    }
    return beats;
  }

  /// Unpacks numbers; memory grows with what is there.
  private static short[] numbers(Path file) {
    byte[] bytes = new byte[CHUNK];
    int have = 0;
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = new GZIPInputStream(packed, 1 << 16)) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes, have, bytes.length - have)) {
        have += n;
        if (have == LARGEST) {
          throw LoupeException.of(file + ": the record is too long")
              .expected("less than " + LARGEST + " bytes");
        }
        if (have == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * have);
        }
      }
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file")
          .expected("the record that " + TABLE + " names")
          .causedBy(e);
    } catch (EOFException | ZipException e) {
      String reason = e instanceof EOFException ? "it ends too early" : e.getMessage();
      throw LoupeException.of(
              "%s: the gzip data is broken after %d unpacked bytes (%s)"
                  .formatted(file, have, reason))
          .fix("get the file again")
          .causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
    if (have % 2 != 0) {
      throw LoupeException.of(file + ": the last number is cut short")
          .expected("2 bytes at offset " + (have - 1) + " of the unpacked data")
          .got("1");
    }
    short[] values = new short[have / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(values);
    return values;
  }
}
