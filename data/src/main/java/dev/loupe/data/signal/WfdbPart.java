package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A WFDB record without segments: its signals and the files they are in.
///
/// @param header what the header says
/// @param groups the files; signals of one file are neighbours in the header
/// @param length in frames
record WfdbPart(WfdbHeader header, List<Group> groups, long length) {
  /// How many samples are unpacked at once.
  private static final int CHUNK = 1 << 14;

  /// Signals that share a file.
  ///
  /// @param first which signal of the record is the first
  /// @param count how many there are
  /// @param perFrame samples in a frame of all of them
  /// @param frames how many frames the file holds
  record Group(
      ByteSource source,
      WfdbFormat format,
      long offset,
      int first,
      int count,
      int perFrame,
      long frames) {
    /// Unpacks frames.
    ///
    /// @param buffer room for the bytes
    void decode(long frame, int count, byte[] buffer, int[] into) {
      long sample = frame * perFrame;
      long aligned = format.aligned(sample);
      int skip = (int) (sample - aligned);
      int samples = count * perFrame;
      long start = format.bytesOf(aligned);
      int bytes = (int) (format.bytesOf(sample + samples) - start);
      source.read(offset + start, buffer, bytes);
      format.decode(buffer, skip, samples, into);
    }

    int framesAtOnce() {
      return Math.max(1, CHUNK / perFrame);
    }

    byte[] buffer(int frames) {
      return new byte[(int) format.bytesOf((long) frames * perFrame + 3) + 4];
    }
  }

  /// Opens the files of a header.
  ///
  /// @throws LoupeException if a file is missing, or shorter than the header says
  static WfdbPart open(WfdbHeader header) {
    List<WfdbSignal> signals = header.signals();
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < signals.size(); ) {
      int to = from + 1;
      while (to < signals.size() && signals.get(to).file().equals(signals.get(from).file())) {
        to++;
      }
      groups.add(group(header, from, to));
      from = to;
    }
    long length = header.length();
    if (length == 0) {
      length = groups.stream().mapToLong(Group::frames).min().orElse(0);
    }
    for (Group group : groups) {
      if (group.frames() < length) {
        long needed = group.format().bytesOf(length * group.perFrame()) + group.offset();
        throw LoupeException.of(group.source().name() + ": the signal file is cut short")
            .expected(
                "%d bytes for %d frames, as %s says"
                    .formatted(needed, length, header.file().getFileName()))
            .got(group.source().size() + " bytes, " + group.frames() + " frames")
            .fix("get the file again");
      }
    }
    return new WfdbPart(header, List.copyOf(groups), length);
  }

  private static Group group(WfdbHeader header, int from, int to) {
    List<WfdbSignal> signals = header.signals().subList(from, to);
    WfdbSignal first = signals.getFirst();
    WfdbFormat format = WfdbFormat.of(first.format());
    if (format == null) {
      throw LoupeException.of(header.file() + ": the signals of a layout have no samples")
          .expected("a record with samples, or one of segments")
          .got("format 0 for '" + first.description() + "'");
    }
    long perFrame = 0;
    for (WfdbSignal signal : signals) {
      if (signal.format() != first.format() || signal.offset() != first.offset()) {
        throw LoupeException.of(header.file() + ": signals of one file don't agree")
            .expected("one format and one offset for all signals in " + first.file())
            .got("another one for '" + signal.description() + "'");
      }
      perFrame += signal.samplesPerFrame();
    }
    if (perFrame > 1 << 20) {
      throw LoupeException.of(header.file() + ": a frame has too many samples")
          .expected("at most " + (1 << 20) + " in " + first.file())
          .got(String.valueOf(perFrame));
    }
    ByteSource source = ByteSource.of(header.file().resolveSibling(first.file()));
    long size = Math.max(0, source.size() - first.offset());
    long frames = format.samplesIn(size) / perFrame;
    return new Group(source, format, first.offset(), from, to - from, (int) perFrame, frames);
  }

  /// Reads values of a signal; NaN where there is none.
  ///
  /// @param from the first value, in the signal's own rate
  /// @param step how far values are from each other in the array
  void read(int signal, long from, int count, float[] into, int at, int step) {
    WfdbSignal s = header.signals().get(signal);
    int spf = s.samplesPerFrame();
    Group group = group(signal);
    long shifted = from + (long) s.skew() * spf;
    long end = Math.min(shifted + count, group.frames() * spf);
    int there = (int) Math.max(0, end - shifted);
    for (int i = there; i < count; i++) {
      into[at + i * step] = Float.NaN;
    }
    int lane = lane(group, signal);
    // Differences say nothing without all that come before.
    long first = group.format().differences() ? 0 : shifted / spf;
    long last = there == 0 ? first : (shifted + there - 1) / spf + 1;
    int most = (int) Math.min(group.framesAtOnce(), last - first);
    byte[] buffer = group.buffer(most);
    int[] samples = new int[most * group.perFrame()];
    int level = s.initial();
    for (long frame = first; frame < last; frame += most) {
      int frames = (int) Math.min(most, last - frame);
      group.decode(frame, frames, buffer, samples);
      for (int f = 0; f < frames; f++) {
        for (int k = 0; k < spf; k++) {
          int stored = samples[f * group.perFrame() + lane + k];
          level = group.format().differences() ? level + stored : stored;
          long index = (frame + f) * spf + k - shifted;
          if (index >= 0 && index < there) {
            boolean invalid = group.format().invalid(stored);
            into[at + (int) index * step] = invalid ? Float.NaN : s.physical(level);
          }
        }
      }
    }
  }

  private Group group(int signal) {
    for (Group group : groups) {
      if (signal < group.first() + group.count()) {
        return group;
      }
    }
    throw new IndexOutOfBoundsException(signal);
  }

  /// Where the samples of a signal begin in a frame.
  private int lane(Group group, int signal) {
    int lane = 0;
    for (int i = group.first(); i < signal; i++) {
      lane += header.signals().get(i).samplesPerFrame();
    }
    return lane;
  }

  /// Compares the sums of all samples with the header's.
  ///
  /// @throws LoupeException if one differs
  void verify() {
    for (Group group : groups) {
      int most = (int) Math.min(group.framesAtOnce(), length);
      byte[] buffer = group.buffer(most);
      int[] samples = new int[most * group.perFrame()];
      int[] sums = new int[group.count()];
      int[] levels = new int[group.count()];
      Arrays.setAll(levels, i -> header.signals().get(group.first() + i).initial());
      for (long frame = 0; frame < length; frame += most) {
        int frames = (int) Math.min(most, length - frame);
        group.decode(frame, frames, buffer, samples);
        add(group, frames, samples, sums, levels);
      }
      for (int i = 0; i < sums.length; i++) {
        check(group, header.signals().get(group.first() + i), sums[i] & 0xFFFF);
      }
    }
  }

  private void add(Group group, int frames, int[] samples, int[] sums, int[] levels) {
    int at = 0;
    for (int f = 0; f < frames; f++) {
      for (int i = 0; i < sums.length; i++) {
        int spf = header.signals().get(group.first() + i).samplesPerFrame();
        for (int k = 0; k < spf; k++) {
          int stored = samples[at++];
          levels[i] = group.format().differences() ? levels[i] + stored : stored;
          sums[i] += levels[i];
        }
      }
    }
  }

  private void check(Group group, WfdbSignal signal, int sum) {
    if (header.length() > 0
        && signal.checksum().isPresent()
        && signal.checksum().getAsInt() != sum) {
      throw LoupeException.of(group.source().name() + ": the signal file has changed")
          .expected(
              "the checksum %d of '%s', as %s says"
                  .formatted(
                      signal.checksum().getAsInt(),
                      signal.description(),
                      header.file().getFileName()))
          .got(String.valueOf(sum))
          .fix("get the file again");
    }
  }
}
