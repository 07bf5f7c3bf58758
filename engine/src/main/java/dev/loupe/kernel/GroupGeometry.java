package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A tensor N, spatial..., C whose channels are cut into groups, each with statistics of its own in
/// each sample.
///
/// Work is cut into units and those into chunks. Without spatial extent a group's values lie side
/// by side: a unit is one group of one sample ("run"). Otherwise a unit is a whole sample, and a
/// chunk is some of its rows.
///
/// @param samples the batch size
/// @param spatial the number of places of a sample
/// @param channels the last size
/// @param groups how many groups the channels are cut into
public record GroupGeometry(int samples, int spatial, int channels, int groups) {
  // 128 KiB: a chunk is read twice, the second time from the L2 cache.
  private static final int CHUNK = 32_768;
  private static final int FEWEST_ROWS = 32;

  /// The geometry of a tensor of rank 2 at least.
  public static GroupGeometry of(Shape x, int groups) {
    int samples = x.size(0);
    return new GroupGeometry(samples, x.rows() / samples, x.channels(), groups);
  }

  /// How many channels a group has.
  public int groupChannels() {
    return channels / groups;
  }

  /// How many values a group has in a sample.
  public int groupValues() {
    return spatial * groupChannels();
  }

  /// Whether a group's values in a sample lie side by side.
  public boolean runs() {
    return spatial == 1;
  }

  /// How many units there are.
  public int units() {
    return runs() ? samples * groups : samples;
  }

  /// How many groups a unit holds.
  public int unitGroups() {
    return runs() ? 1 : groups;
  }

  /// How many values a unit has.
  public int unitValues() {
    return runs() ? groupChannels() : spatial * channels;
  }

  /// How many values a chunk has; a unit's last may have fewer.
  public int chunkValues() {
    if (runs()) {
      return Math.min(groupChannels(), CHUNK);
    }
    return Math.min(spatial, Math.max(FEWEST_ROWS, CHUNK / channels)) * channels;
  }

  /// How many chunks a unit has.
  public int chunks() {
    return (unitValues() + chunkValues() - 1) / chunkValues();
  }

  /// Pieces over all chunks of all units.
  public Pieces pieces() {
    return Pieces.of(units() * chunks(), chunkValues());
  }

  /// The number of sums that are kept side by side: those of a wide row's columns, or, for runs,
  /// 16 by the index modulo 16 (64 or 256 for long ones, so that few are added to each).
  public int width() {
    if (runs()) {
      return groupChannels() < 256 ? 16 : groupChannels() < 2048 ? 64 : 256;
    }
    return new ChannelGeometry(spatial, channels).width();
  }
}
