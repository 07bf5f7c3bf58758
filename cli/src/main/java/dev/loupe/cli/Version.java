package dev.loupe.cli;

import dev.loupe.kernel.KernelPolicy;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
  Version() {}

  @Override
  public String[] getVersion() {
    int bits = KernelPolicy.vectorBits();
    return new String[] {
      "loupe " + number(),
      "JDK " + Runtime.version() + ", " + (bits == 0 ? "no vectors" : bits + "-bit vectors")
    };
  }

  /// The version in the jar's manifest.
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
