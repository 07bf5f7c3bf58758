package dev.loupe.testkit;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.Problems;
import java.util.zip.CRC32C;
import jdk.incubator.vector.FloatVector;

/// Prints the vector width of this JVM, then a checksum over the output of each problem's fastest
/// kernel. [WidthLawTest] runs it at several widths.
final class WidthLawMain {
  private WidthLawMain() {}

  /// Takes no arguments.
  public static void main(String[] args) {
    System.out.println(FloatVector.SPECIES_PREFERRED.vectorBitSize());
    for (Problem p : Problems.all()) {
      Tensor y = Interpreter.run(p.op(), p.tensors(false), KernelPolicy.FASTEST, 0);
      System.out.println(p.name() + "\t" + checksum(y));
    }
  }

  private static String checksum(Tensor y) {
    CRC32C crc = new CRC32C();
    for (int i = 0; i < y.length(); i++) {
      // All NaNs count as one.
      int bits = Float.floatToIntBits(y.get(i));
      crc.update(bits);
      crc.update(bits >>> 8);
      crc.update(bits >>> 16);
      crc.update(bits >>> 24);
    }
    return Long.toHexString(crc.getValue());
  }
}
