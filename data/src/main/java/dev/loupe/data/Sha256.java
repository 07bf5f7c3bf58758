package dev.loupe.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Hashes as they stand on cards and in lists of downloads.
public final class Sha256 {
  private Sha256() {}

  /// `sha256:` and the hash of all parts, one after another.
  public static String of(byte[]... parts) {
    MessageDigest digest = digest("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return text(digest);
  }

  /// `sha256:` and the hash of what the digest was given.
  public static String text(MessageDigest digest) {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /// A digest that every Java has: `SHA-256` or `MD5`.
  public static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks " + algorithm, e);
    }
  }
}
