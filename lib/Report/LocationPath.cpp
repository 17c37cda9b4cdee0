//===- LocationPath.cpp - Where in the source an op comes from ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/LocationPath.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

static void append(LocationPath &path, const LocationPath &more) {
  path.parts.append(more.parts);
  path.isNamed |= more.isNamed;
}

/// Scopes are set apart by slashes or, if there are none, by dots.
static void appendName(LocationPath &path, StringRef name) {
  char separator = name.contains('/') ? '/' : '.';
  SmallVector<StringRef> parts;
  name.split(parts, separator, /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef part : parts)
    path.parts.push_back(part.str());
  path.isNamed = true;
}

LocationPath fpo::getLocationPath(Location location) {
  LocationPath path;
  llvm::TypeSwitch<LocationAttr>(location)
      .Case([&](NameLoc name) {
        appendName(path, name.getName());
        LocationPath inner = getLocationPath(name.getChildLoc());
        if (inner.isNamed)
          append(path, inner);
      })
      .Case([&](FileLineColRange file) {
        path.parts.push_back(file.getFilename().str());
        path.parts.push_back(
            (Twine(file.getStartLine()) + ":" + Twine(file.getStartColumn()))
                .str());
      })
      .Case([&](CallSiteLoc call) {
        path = getLocationPath(call.getCaller());
        append(path, getLocationPath(call.getCallee()));
      })
      .Case([&](FusedLoc fused) {
        for (Location part : fused.getLocations()) {
          path = getLocationPath(part);
          if (!path.parts.empty())
            break;
        }
      })
      .Case([&](OpaqueLoc opaque) {
        path = getLocationPath(opaque.getFallbackLocation());
      });
  return path;
}

std::string LocationPath::str() const {
  if (parts.empty())
    return "unknown";
  return llvm::join(parts, isNamed ? "." : ":");
}
