package dev.loupe.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where blocks of memory lie, such that blocks that live at the same time don't overlap.
///
/// Blocks are placed from the largest to the smallest, each at the lowest place that is free during
/// its whole life ("greedy by size", Pisarchyk and Lee, Efficient Memory Management for Deep Neural
/// Net Inference, 2020, section 5). One slab is one Java array; where a block no longer fits, a
/// further slab is opened.
///
/// @param places one for each block, in the order in which they were asked for
/// @param slabs the length of each slab in floats
public record MemoryPlan(List<Place> places, List<Integer> slabs) {
  /// Floats in 64 bytes. Blocks start at multiples of it, from [#BASE] on.
  static final int ALIGNMENT = 16;

  /// Element 12 of a large array lies at a multiple of 64 bytes, behind the 16-byte header.
  static final int BASE = 12;

  private static final long SLAB_LIMIT = Integer.MAX_VALUE - 64L;

  /// Where a block lies.
  ///
  /// @param slab which array
  /// @param offset its first element
  public record Place(int slab, int offset) {}

  private record Block(int index, long size, int from, int to) {
    boolean livesWith(Block other) {
      return from <= other.to && other.from <= to;
    }
  }

  private record Placed(Block block, Place place) {}

  /// The place of a block.
  public Place place(int block) {
    return places.get(block);
  }

  /// The memory of all slabs, in bytes.
  public long bytes() {
    return slabs.stream().mapToLong(n -> 4L * n).sum();
  }

  /// New arrays for the slabs.
  public float[][] allocate() {
    float[][] arrays = new float[slabs.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new float[slabs.get(i)];
    }
    return arrays;
  }

  /// Collects the blocks.
  public static final class Builder {
    private final List<Block> blocks = new ArrayList<>();
    private int gap;

    /// No blocks yet.
    public Builder() {}

    /// Keeps this many floats free behind each block, for guard words.
    public Builder gap(int floats) {
      gap = floats;
      return this;
    }

    /// A block that lives from one step to another, both inclusive.
    ///
    /// @return its index
    public int block(long size, int from, int to) {
      blocks.add(new Block(blocks.size(), round(size + gap), from, to));
      return blocks.size() - 1;
    }

    /// A block that always lives.
    public int pinned(long size) {
      return block(size, 0, Integer.MAX_VALUE);
    }

    /// Places the blocks.
    public MemoryPlan build() {
      List<Block> order = new ArrayList<>(blocks);
      order.sort(Comparator.comparingLong(Block::size).reversed().thenComparingInt(Block::index));
      List<List<Placed>> slabs = new ArrayList<>();
      Place[] places = new Place[blocks.size()];
      for (Block b : order) {
        places[b.index()] = place(b, slabs);
      }
      List<Integer> lengths =
          slabs.stream()
              .map(s -> s.stream().mapToLong(Builder::end).max().orElse(BASE))
              .map(Math::toIntExact)
              .toList();
      return new MemoryPlan(List.of(places), lengths);
    }

    private static Place place(Block b, List<List<Placed>> slabs) {
      for (int s = 0; ; s++) {
        if (s == slabs.size()) {
          slabs.add(new ArrayList<>());
        }
        List<Placed> slab = slabs.get(s);
        long at = BASE;
        for (Placed other : slab) {
          if (other.block().livesWith(b)) {
            if (at + b.size() <= other.place().offset()) {
              break;
            }
            at = Math.max(at, end(other));
          }
        }
        if (at + b.size() <= SLAB_LIMIT) {
          Placed placed = new Placed(b, new Place(s, (int) at));
          int i = 0;
          while (i < slab.size() && slab.get(i).place().offset() < at) {
            i++;
          }
          slab.add(i, placed);
          return placed.place();
        }
      }
    }

    private static long end(Placed p) {
      return p.place().offset() + p.block().size();
    }

    private static long round(long size) {
      return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }
}
