package dev.lockstep.model;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of an entry, ACLs among them, as the system hands them out: names with
 * their namespace, one character for each byte, and values as bytes. Immutable.
 */
public final class ExtendedAttributes {
  /** Nobody has looked, or there is no way to look; what an entry has is to be left alone. */
  public static final ExtendedAttributes UNKNOWN = new ExtendedAttributes(false, new TreeMap<>());

  /** There are none. */
  public static final ExtendedAttributes NONE = new ExtendedAttributes(true, new TreeMap<>());

  private final boolean isKnown;
  private final SortedMap<String, byte[]> values;

  private ExtendedAttributes(boolean isKnown, SortedMap<String, byte[]> values) {
    this.isKnown = isKnown;
    this.values = values;
  }

  /** The attributes with these values, which are not copied and must not change any more. */
  public static ExtendedAttributes of(Map<String, byte[]> values) {
    return values.isEmpty() ? NONE : new ExtendedAttributes(true, new TreeMap<>(values));
  }

  /** Whether this says anything. */
  public boolean isKnown() {
    return isKnown;
  }

  /** The names, in order. */
  public Set<String> names() {
    return values.keySet();
  }

  /** A copy of an attribute's value; null if there is none of this name. */
  public byte @Nullable [] value(String name) {
    byte[] value = values.get(name);
    return value == null ? null : value.clone();
  }

  /** Those of these spaces. */
  public ExtendedAttributes only(Set<AttributeSpace> spaces) {
    if (values.isEmpty()) {
      return this;
    }
    SortedMap<String, byte[]> some = new TreeMap<>(values);
    some.keySet().removeIf(name -> AttributeSpace.of(name).filter(spaces::contains).isEmpty());
    return some.size() == values.size() ? this : of(some);
  }

  /** These and those others whose names are not among these. */
  public ExtendedAttributes and(ExtendedAttributes others) {
    if (others.values.isEmpty()) {
      return this;
    }
    SortedMap<String, byte[]> all = new TreeMap<>(others.values);
    all.putAll(values);
    return of(all);
  }

  /** Whether there is an attribute of this name and value. */
  public boolean has(String name, byte[] value) {
    return Arrays.equals(values.get(name), value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof ExtendedAttributes attributes)
        || isKnown != attributes.isKnown
        || values.size() != attributes.values.size()) {
      return false;
    }
    Iterator<Map.Entry<String, byte[]>> theirs = attributes.values.entrySet().iterator();
    for (Map.Entry<String, byte[]> mine : values.entrySet()) {
      Map.Entry<String, byte[]> its = theirs.next();
      if (!mine.getKey().equals(its.getKey()) || !Arrays.equals(mine.getValue(), its.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<String, byte[]> each : values.entrySet()) {
      hash = 31 * hash + each.getKey().hashCode() + Arrays.hashCode(each.getValue());
    }
    return hash;
  }

  @Override
  public String toString() {
    return isKnown ? values.keySet().toString() : "unknown";
  }
}
