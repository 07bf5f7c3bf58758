package dev.loupe.train;

import dev.loupe.kernel.KernelPolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.module.ModuleDescriptor;

/// Where a model was made; no bit of its weights depends on it.
///
/// @param loupe the version of Loupe
/// @param jdk the version of the JVM
/// @param system the operating system and processor kind
/// @param processors how many the JVM saw
/// @param threads how many computed
/// @param vectorBits the width of the vectors, 0 for none
public record Machine(
    String loupe, String jdk, String system, int processors, int threads, int vectorBits) {
  /// This one.
  static Machine current(int threads) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    ModuleDescriptor module = Machine.class.getModule().getDescriptor();
    return new Machine(
        module == null ? "development" : module.rawVersion().orElse("development"),
        Runtime.version().toString(),
        system.getName() + " " + system.getArch(),
        Runtime.getRuntime().availableProcessors(),
        threads,
        KernelPolicy.vectorBits());
  }
}
