package dev.loupe.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What was done, which JMH divides by the time: columns `gflop` (GFLOP/s) and `gigabyte` (GB/s).
///
/// JMH makes subclasses of states and benchmarks, so they are open.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
  /// Billions of floating point operations.
  public double gflop;

  /// Billions of bytes of inputs and outputs.
  public double gigabyte;

  /// Nothing has been done.
  public Work() {}
}
