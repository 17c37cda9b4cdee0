//===- CInterface.cpp - What C calls --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Assertions.h"
#include "Interface.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Pipeline.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCINTERFACEPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Writes the functions that C calls.
class InterfaceBuilder {
public:
  /// `assertions` are what those of the statuses say.
  InterfaceBuilder(ModuleOp module, SmallVector<std::string> assertions)
      : module(module), assertions(std::move(assertions)),
        b(module.getBodyRegion()), loc(module.getLoc()),
        pointer(LLVM::LLVMPointerType::get(module.getContext())),
        i64(b.getI64Type()), i32(b.getI32Type()) {
    b.setInsertionPointToEnd(module.getBody());
    module.walk([&](LLVM::CallIntrinsicOp call) {
      usesTiles |= call.getIntrin() == "llvm.x86.ldtilecfg";
    });
  }

  /// `void **NAME_init(void *const *parameters)`, which makes the state, and
  /// `void NAME_free(void **state)`. A state is one block of memory: pointers
  /// to its parts, a place for the arena of a run, and the parts that are no
  /// parameters.
  LogicalResult addInit(LLVM::LLVMFuncOp init) {
    ArrayRef<int64_t> state =
        init->getAttrOfType<DenseI64ArrayAttr>(kInterfaceState);
    SmallVector<Type> takes =
        llvm::to_vector(init->getAttrOfType<ArrayAttr>(kInterfaceTakes)
                            .getAsValueRange<TypeAttr>());
    int64_t numMade =
        -std::min<int64_t>(0, state.empty() ? 0 : *llvm::min_element(state));
    unsigned numParameters = takes.size() - numMade;
    int64_t size = arenaSlot(state.size()) + sizeof(void *);
    SmallVector<int64_t> offsets;
    for (Type type : ArrayRef(takes).drop_front(numParameters)) {
      offsets.push_back(llvm::alignTo(size, kArenaAlignment));
      size = offsets.back() + getBytes(type);
    }

    std::string name = hide(init);

    FailureOr<LLVM::LLVMFuncOp> wrapper = start(name, pointer, {pointer});
    if (failed(wrapper))
      return failure();
    (*wrapper)->setAttr(kInterfaceStateBytes, b.getI64IntegerAttr(size));
    (*wrapper)->setAttr(
        kInterfaceParameters,
        b.getTypeArrayAttr(ArrayRef(takes).take_front(numParameters)));
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    Value given = wrapper->getArgument(0);
    returnIfMissing(given, ArrayRef(takes).take_front(numParameters), {}, null);
    Value made = allocate(size);
    returnIf(equals(made, null), null);
    Value arena = null;
    int64_t arenaBytes = getArenaBytes(init);
    if (arenaBytes != 0) {
      arena = allocate(arenaBytes);
      returnIf(equals(arena, null), null, /*freed=*/made);
    }
    SmallVector<Value> arguments, parts;
    for (unsigned i = 0; i < numParameters; ++i)
      pass(takes[i], entry(given, i), arguments);
    for (int64_t offset : offsets) {
      parts.push_back(advance(made, offset));
      arguments.push_back(parts.back());
    }
    SmallVector<Value> unused = {made};
    if (arenaBytes != 0) {
      arguments.push_back(arena);
      unused.push_back(arena);
    }
    callCompiled(init, arguments, [&](Value) { return null; }, unused);
    if (arenaBytes != 0)
      release(arena);
    for (auto [part, source] : llvm::enumerate(state))
      LLVM::StoreOp::create(b, loc,
                            source < 0 ? parts[~source] : entry(given, source),
                            element(made, part));
    LLVM::StoreOp::create(b, loc, null, advance(made, arenaSlot(state.size())));
    LLVM::ReturnOp::create(b, loc, made);

    StringRef function = StringRef(name).drop_back(strlen("_init"));
    FailureOr<LLVM::LLVMFuncOp> end =
        start((function + "_free").str(),
              LLVM::LLVMVoidType::get(b.getContext()), {pointer});
    if (failed(end))
      return failure();
    Value freed = end->getArgument(0);
    null = LLVM::ZeroOp::create(b, loc, pointer);
    returnIf(equals(freed, null), Value());
    release(LLVM::LoadOp::create(b, loc, pointer,
                                 advance(freed, arenaSlot(state.size()))));
    release(freed);
    LLVM::ReturnOp::create(b, loc, ValueRange());
    return success();
  }

  /// `int32_t NAME_run(void **state, void *const *inputs, void *const *results,
  /// void *arena)`, `int32_t NAME(state, inputs, results)`, which keeps an
  /// arena in the state, and `int64_t NAME_arena_size(void)`. All take the
  /// sizes that are known at run time only, last.
  LogicalResult addRun(LLVM::LLVMFuncOp run) {
    Run made = describe(run);
    std::string name = hide(run);
    if (!made.sizes)
      if (failed(addArenaSize(name, made.arenaBytes)))
        return failure();
    FailureOr<LLVM::LLVMFuncOp> wrapper = addRunInArena(run, name, made);
    if (failed(wrapper))
      return failure();
    FailureOr<LLVM::LLVMFuncOp> simple = addSimpleRun(*wrapper, name, made);
    if (failed(simple))
      return failure();
    (*simple)->setAttr(kInterfaceInputs, b.getTypeArrayAttr(made.inputs()));
    (*simple)->setAttr(kInterfaceResults, b.getTypeArrayAttr(made.gives));
    if (made.sizes)
      (*simple)->setAttr(kInterfaceSizes, made.sizes);
    else
      (*simple)->setAttr(kInterfaceArenaBytes,
                         b.getI64IntegerAttr(made.arenaBytes));
    return addErrorMessage(name);
  }

private:
  /// What functions return, or the status of an assertion; `writeHeader` names
  /// them.
  enum class Status {
    Ok = 0,
    NoMemory = 1,
    NullPointer = 2,
    BadSize = 3,
    NoTiles = 4
  };

  /// What is known of a function that is run.
  struct Run {
    /// State, inputs and buffers of results; all results.
    SmallVector<Type> takes, gives;
    unsigned numState, numBuffers;
    bool hasState, returnsStatus;
    int64_t arenaBytes;
    /// Names of the sizes that are known at run time only, if there are any.
    ArrayAttr sizes;

    unsigned firstResult() const { return takes.size() - numBuffers; }
    ArrayRef<Type> inputs() const {
      return ArrayRef(takes).slice(numState, firstResult() - numState);
    }
    bool takesArena() const { return sizes || arenaBytes != 0; }
    unsigned numSizes() const { return sizes ? sizes.size() : 0; }
  };

  Run describe(LLVM::LLVMFuncOp run) {
    Run made;
    made.takes = llvm::to_vector(run->getAttrOfType<ArrayAttr>(kInterfaceTakes)
                                     .getAsValueRange<TypeAttr>());
    auto numState = run->getAttrOfType<IntegerAttr>(kInterfaceNumState);
    made.numState = numState ? numState.getInt() : 0;
    made.numBuffers =
        run->getAttrOfType<IntegerAttr>(kInterfaceNumResults).getInt();
    made.hasState = run->hasAttr(kInitAttrName);
    made.arenaBytes = getArenaBytes(run);
    made.sizes = run->getAttrOfType<ArrayAttr>(kInterfaceSizes);
    made.returnsStatus = run->hasAttr(kReturnsStatus);
    // Scalars that it returns come after the buffers.
    made.gives.assign(made.takes.end() - made.numBuffers, made.takes.end());
    Type returned = run.getFunctionType().getReturnType();
    if (made.returnsStatus) {
      auto both = dyn_cast<LLVM::LLVMStructType>(returned);
      returned = both ? both.getBody().back()
                      : LLVM::LLVMVoidType::get(b.getContext());
    }
    if (auto several = dyn_cast<LLVM::LLVMStructType>(returned))
      llvm::append_range(made.gives, several.getBody());
    else if (!isa<LLVM::LLVMVoidType>(returned))
      made.gives.push_back(returned);
    return made;
  }

  /// Asks Linux for the state of tiles, which a process has only if it asks:
  /// `arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA)`, by the call of libc
  /// (Linux, Documentation/arch/x86/xstate.rst). That it has it already is no
  /// error.
  Value areTilesRefused() {
    constexpr int64_t kArchPrctl = 158, kRequest = 0x1023, kTileData = 18;
    LLVM::LLVMFuncOp syscall = getLibrary("syscall", i64, {i64, i64, i64});
    Value refusal = LLVM::CallOp::create(b, loc, syscall,
                                         ValueRange{constant(kArchPrctl),
                                                    constant(kRequest),
                                                    constant(kTileData)})
                        .getResult();
    return LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::ne, refusal,
                                constant(0));
  }

  /// `const char *NAME_error_message(int32_t status)`.
  LogicalResult addErrorMessage(const std::string &name) {
    FailureOr<LLVM::LLVMFuncOp> function =
        start(name + "_error_message", pointer, {i32});
    if (failed(function))
      return failure();
    SmallVector<int32_t> numbers;
    SmallVector<Block *> blocks;
    Block *entry = b.getBlock();
    auto addCase = [&](int32_t number, StringRef text) {
      numbers.push_back(number);
      blocks.push_back(
          b.createBlock(&function->getBody(), function->getBody().end()));
      LLVM::ReturnOp::create(b, loc, getText(text));
    };
    addCase(int32_t(Status::Ok), "all went well");
    addCase(int32_t(Status::NoMemory), "memory could not be allocated");
    addCase(int32_t(Status::NullPointer),
            "a pointer is null that leads to something");
    addCase(int32_t(Status::BadSize), "a size is negative");
    addCase(int32_t(Status::NoTiles),
            "the system does not let the process use tiles (AMX)");
    for (auto [number, text] : llvm::enumerate(assertions))
      addCase(kFirstAssertion + int32_t(number), text);
    Block *other =
        b.createBlock(&function->getBody(), function->getBody().end());
    LLVM::ReturnOp::create(b, loc, getText("no status of this function"));
    b.setInsertionPointToEnd(entry);
    LLVM::SwitchOp::create(b, loc, function->getArgument(0), other,
                           ValueRange(), numbers, blocks,
                           SmallVector<ValueRange>(blocks.size()));
    return success();
  }

  /// Where a text lies that ends with a zero.
  Value getText(StringRef text) {
    std::string bytes = text.str();
    bytes.push_back('\0');
    LLVM::GlobalOp &global = texts[text];
    if (!global) {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(module.getBody());
      global = LLVM::GlobalOp::create(
          b, loc, LLVM::LLVMArrayType::get(b.getI8Type(), bytes.size()),
          /*isConstant=*/true, LLVM::Linkage::Internal,
          ("fpo.text." + Twine(texts.size())).str(), b.getStringAttr(bytes));
    }
    return LLVM::AddressOfOp::create(b, loc, global);
  }

  LogicalResult addArenaSize(const std::string &name, int64_t bytes) {
    FailureOr<LLVM::LLVMFuncOp> size = start(name + "_arena_size", i64, {});
    if (failed(size))
      return failure();
    LLVM::ReturnOp::create(b, loc, constant(bytes));
    return success();
  }

  FailureOr<LLVM::LLVMFuncOp> addRunInArena(LLVM::LLVMFuncOp run,
                                            const std::string &name,
                                            const Run &made) {
    SmallVector<Type> types(4, pointer);
    types.append(made.numSizes(), i64);
    FailureOr<LLVM::LLVMFuncOp> wrapper = start(name + "_run", i32, types);
    if (failed(wrapper))
      return failure();
    Value state = wrapper->getArgument(0), inputs = wrapper->getArgument(1),
          results = wrapper->getArgument(2), arena = wrapper->getArgument(3);
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    ValueRange sizes = wrapper->getArguments().drop_front(4);
    if (usesTiles)
      returnIf(areTilesRefused(), code(Status::NoTiles));
    returnIfNegative(sizes);
    if (made.numState != 0)
      returnIf(equals(state, null), code(Status::NullPointer));
    returnIfMissing(inputs, made.inputs(), sizes, code(Status::NullPointer));
    returnIfMissing(results, made.gives, findResultSizes(name, made, sizes),
                    code(Status::NullPointer));
    if (made.sizes)
      returnIf(isMissing(arena, callArenaSize(name, sizes)),
               code(Status::NullPointer));
    else if (made.arenaBytes != 0)
      returnIf(equals(arena, null), code(Status::NullPointer));
    SmallVector<Value> arguments;
    for (auto [number, type] : llvm::enumerate(made.takes)) {
      Value from = number < made.numState ? entry(state, number)
                   : number < made.firstResult()
                       ? entry(inputs, number - made.numState)
                       : entry(results, number - made.firstResult());
      pass(type, from, arguments);
    }
    llvm::append_range(arguments, sizes);
    if (made.takesArena())
      arguments.push_back(arena);
    unsigned numScalars = made.gives.size() - made.numBuffers;
    Value returned =
        callCompiled(run, arguments, [](Value status) { return status; });
    for (unsigned i = 0; i < numScalars; ++i) {
      Value scalar = returned;
      if (isa<LLVM::LLVMStructType>(scalar.getType()))
        scalar = LLVM::ExtractValueOp::create(b, loc, scalar, i);
      LLVM::StoreOp::create(b, loc, scalar,
                            entry(results, made.numBuffers + i));
    }
    LLVM::ReturnOp::create(b, loc, code(Status::Ok));
    return wrapper;
  }

  /// Calls a compiled function, returns what `convert` makes of its status if
  /// that tells of a failure, and gives what it returned besides, if anything.
  Value callCompiled(LLVM::LLVMFuncOp function, ValueRange arguments,
                     llvm::function_ref<Value(Value)> convert,
                     ValueRange freed = {}) {
    auto call = LLVM::CallOp::create(b, loc, function, arguments);
    Value result = call.getNumResults() ? call.getResult() : Value();
    if (!function->hasAttr(kReturnsStatus))
      return result;
    Value status = result, value;
    if (isa<LLVM::LLVMStructType>(result.getType())) {
      status = LLVM::ExtractValueOp::create(b, loc, result, 0);
      value = LLVM::ExtractValueOp::create(b, loc, result, 1);
    }
    Value isBad = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::ne, status,
                                       code(Status::Ok));
    returnIf(isBad, convert(status), freed);
    return value;
  }

  FailureOr<LLVM::LLVMFuncOp>
  addSimpleRun(LLVM::LLVMFuncOp run, const std::string &name, const Run &made) {
    SmallVector<Type> types(3, pointer);
    types.append(made.numSizes(), i64);
    FailureOr<LLVM::LLVMFuncOp> wrapper = start(name, i32, types);
    if (failed(wrapper))
      return failure();
    SmallVector<Value> arguments(wrapper->getArguments().take_front(3));
    ValueRange sizes = wrapper->getArguments().drop_front(3);
    auto callWith = [&](Value arena) -> Value {
      arguments.push_back(arena);
      llvm::append_range(arguments, sizes);
      return LLVM::CallOp::create(b, loc, run, arguments).getResult();
    };
    Value null = LLVM::ZeroOp::create(b, loc, pointer);
    if (made.hasState)
      returnIf(equals(arguments[0], null), code(Status::NullPointer));
    if (!made.takesArena()) {
      LLVM::ReturnOp::create(b, loc, callWith(null));
      return wrapper;
    }
    // An arena that is kept has its own size in front.
    returnIfNegative(sizes);
    Value bytes =
        made.sizes ? LLVM::AddOp::create(b, loc, callArenaSize(name, sizes),
                                         constant(kArenaAlignment))
                         .getResult()
                   : constant(llvm::alignTo(made.arenaBytes, kArenaAlignment));
    auto allocateBlock = [&]() -> Value {
      Value block = allocate(bytes);
      returnIf(equals(block, null), code(Status::NoMemory));
      if (made.sizes)
        LLVM::StoreOp::create(b, loc, bytes, block);
      return block;
    };
    // A run takes the arena of the last one, if no other run has it, so that
    // its pages are there already.
    Value slot;
    auto exchange = [&](Value arena) -> Value {
      Value word = LLVM::PtrToIntOp::create(b, loc, i64, arena);
      Value old =
          LLVM::AtomicRMWOp::create(b, loc, LLVM::AtomicBinOp::xchg, slot, word,
                                    LLVM::AtomicOrdering::acq_rel);
      return LLVM::IntToPtrOp::create(b, loc, pointer, old);
    };
    Value block;
    if (made.hasState) {
      slot = advance(arguments[0], arenaSlot(made.numState));
      block = exchange(null);
      Block *here = b.getBlock();
      Region *region = here->getParent();
      Block *next = b.createBlock(region, region->end(), {pointer}, {loc});
      Block *without = b.createBlock(next);
      if (made.sizes)
        release(block); // null, or too small
      LLVM::BrOp::create(b, loc, ValueRange(allocateBlock()), next);
      b.setInsertionPointToEnd(here);
      if (!made.sizes) {
        LLVM::CondBrOp::create(b, loc, equals(block, null), without,
                               ValueRange(), next, ValueRange(block));
      } else {
        Block *look = b.createBlock(next);
        b.setInsertionPointToEnd(here);
        LLVM::CondBrOp::create(b, loc, equals(block, null), without, look);
        b.setInsertionPointToStart(look);
        Value has = LLVM::LoadOp::create(b, loc, i64, block);
        Value isSmall =
            LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::slt, has, bytes);
        LLVM::CondBrOp::create(b, loc, isSmall, without, ValueRange(), next,
                               ValueRange(block));
      }
      b.setInsertionPointToStart(next);
      block = next->getArgument(0);
    } else {
      block = allocateBlock();
    }
    Value result =
        callWith(made.sizes ? advance(block, kArenaAlignment) : block);
    release(made.hasState ? exchange(block) : block);
    LLVM::ReturnOp::create(b, loc, result);
    return wrapper;
  }

  /// The function by this name that a pass before added.
  LLVM::LLVMFuncOp getQuery(const std::string &name) {
    return module.lookupSymbol<LLVM::LLVMFuncOp>(name);
  }
  Value callArenaSize(const std::string &name, ValueRange sizes) {
    return LLVM::CallOp::create(b, loc, getQuery(name + "_arena_size"), sizes)
        .getResult();
  }

  /// The sizes of results that are not static.
  SmallVector<Value> findResultSizes(const std::string &name, const Run &made,
                                     ValueRange sizes) {
    SmallVector<Value> found;
    if (!made.sizes)
      return found;
    unsigned number = countSizes(made.gives);
    if (number == 0)
      return found;
    Value all = LLVM::AllocaOp::create(b, loc, pointer, i64, constant(number));
    SmallVector<Value> arguments = {all};
    llvm::append_range(arguments, sizes);
    LLVM::CallOp::create(b, loc, getQuery(name + "_result_sizes"), arguments);
    for (unsigned i = 0; i < number; ++i)
      found.push_back(LLVM::LoadOp::create(
          b, loc, i64, advance(all, int64_t(i * sizeof(int64_t)))));
    return found;
  }

  static unsigned countSizes(ArrayRef<Type> types) {
    unsigned number = 0;
    for (Type type : types)
      if (auto memref = dyn_cast<MemRefType>(type))
        number += memref.getNumDynamicDims();
    return number;
  }

  void returnIfNegative(ValueRange sizes) {
    if (sizes.empty())
      return;
    Value all = sizes.front();
    for (Value size : sizes.drop_front())
      all = LLVM::OrOp::create(b, loc, all, size);
    returnIf(LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::slt, all,
                                  constant(0)),
             code(Status::BadSize));
  }

  /// Whether `place` is null though something should be there.
  Value isMissing(Value place, Value number) {
    Value isNull = equals(place, LLVM::ZeroOp::create(b, loc, pointer));
    if (!number)
      return isNull;
    Value isSome = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::ne, number,
                                        constant(0));
    return LLVM::AndOp::create(b, loc, isNull, isSome);
  }

  /// Returns `result` where an array of pointers is null, or one of them that
  /// leads to elements. `sizes` are those of `types` that are not static.
  void returnIfMissing(Value array, ArrayRef<Type> types, ValueRange sizes,
                       Value result) {
    if (types.empty())
      return;
    returnIf(equals(array, LLVM::ZeroOp::create(b, loc, pointer)), result);
    Value isAny;
    for (auto [number, type] : llvm::enumerate(types)) {
      Value elements;
      if (unsigned own = countSizes(type)) {
        elements = sizes.front();
        for (Value size : sizes.take_front(own).drop_front())
          elements = LLVM::MulOp::create(b, loc, elements, size);
        sizes = sizes.drop_front(own);
      }
      Value isNull = isMissing(entry(array, number), elements);
      isAny = isAny ? LLVM::OrOp::create(b, loc, isAny, isNull) : isNull;
    }
    returnIf(isAny, result);
  }

  /// Takes its name from a compiled function.
  std::string hide(LLVM::LLVMFuncOp function) {
    std::string name = getCName(function.getName());
    function.setName(("fpo." + function.getName()).str());
    function.setLinkage(LLVM::Linkage::Internal);
    return name;
  }

  FailureOr<LLVM::LLVMFuncOp> start(const std::string &name, Type result,
                                    ArrayRef<Type> arguments) {
    b.setInsertionPointToEnd(module.getBody());
    if (Operation *other = module.lookupSymbol(name))
      return other->emitError("C calls another function by the name of this "
                              "one");
    auto function = LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, arguments));
    b.setInsertionPointToStart(function.addEntryBlock(b));
    return function;
  }

  /// Returns `value`, or nothing if it is null, where `condition` holds.
  void returnIf(Value condition, Value value, ValueRange freed = {}) {
    Block *here = b.getBlock();
    Region *region = here->getParent();
    Block *exit = b.createBlock(region, region->end());
    for (Value memory : freed)
      release(memory);
    LLVM::ReturnOp::create(b, loc, value ? ValueRange(value) : ValueRange());
    Block *next = b.createBlock(region, region->end());
    b.setInsertionPointToEnd(here);
    LLVM::CondBrOp::create(b, loc, condition, exit, next);
    b.setInsertionPointToStart(next);
  }

  Value equals(Value one, Value other) {
    return LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::eq, one, other);
  }

  Value constant(int64_t value) {
    return LLVM::ConstantOp::create(b, loc, i64, b.getI64IntegerAttr(value));
  }
  Value code(Status status) {
    return LLVM::ConstantOp::create(b, loc, i32,
                                    b.getI32IntegerAttr(int32_t(status)));
  }

  /// Where element `number` of an array of pointers is, and what it is.
  Value element(Value array, unsigned number) {
    return LLVM::GEPOp::create(b, loc, pointer, pointer, array,
                               ArrayRef<LLVM::GEPArg>{int32_t(number)});
  }
  Value entry(Value array, unsigned number) {
    return LLVM::LoadOp::create(b, loc, pointer, element(array, number));
  }
  Value advance(Value base, int64_t bytes) {
    return LLVM::GEPOp::create(b, loc, pointer, b.getI8Type(), base,
                               ValueRange(constant(bytes)));
  }

  /// Where a state of so many parts keeps the arena of a run.
  static int64_t arenaSlot(size_t numParts) {
    return int64_t(numParts * sizeof(void *));
  }
  static int64_t getArenaBytes(LLVM::LLVMFuncOp function) {
    auto bytes = function->getAttrOfType<IntegerAttr>(kInterfaceArena);
    return bytes ? bytes.getInt() : 0;
  }
  int64_t getBytes(Type type) {
    auto memref = cast<MemRefType>(type);
    return memref.getNumElements() *
           int64_t(DataLayout(module).getTypeSize(memref.getElementType()));
  }

  /// Adds what a compiled function takes for a value of `type` at `from`.
  void pass(Type type, Value from, SmallVectorImpl<Value> &arguments) {
    if (isa<MemRefType>(type))
      arguments.push_back(from);
    else
      arguments.push_back(
          LLVM::LoadOp::create(b, loc, type.isIndex() ? i64 : type, from));
  }

  LLVM::LLVMFuncOp getLibrary(StringRef name, Type result,
                              ArrayRef<Type> arguments) {
    if (auto known = module.lookupSymbol<LLVM::LLVMFuncOp>(name))
      return known;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(module.getBody());
    return LLVM::LLVMFuncOp::create(
        b, loc, name, LLVM::LLVMFunctionType::get(result, arguments));
  }
  /// Memory for buffers; null if there is none.
  Value allocate(int64_t bytes) {
    return allocate(constant(llvm::alignTo(bytes, kArenaAlignment)));
  }
  /// The same, for a multiple of the alignment.
  Value allocate(Value bytes) {
    return LLVM::CallOp::create(
               b, loc, getLibrary("aligned_alloc", pointer, {i64, i64}),
               ValueRange{constant(kArenaAlignment), bytes})
        .getResult();
  }
  void release(Value memory) {
    LLVM::CallOp::create(
        b, loc,
        getLibrary("free", LLVM::LLVMVoidType::get(b.getContext()), {pointer}),
        ValueRange(memory));
  }

  ModuleOp module;
  SmallVector<std::string> assertions;
  llvm::StringMap<LLVM::GlobalOp> texts;
  OpBuilder b;
  Location loc;
  Type pointer, i64, i32;
  /// Whether some code multiplies tiles.
  bool usesTiles = false;
};

struct CInterfacePass : fpo::impl::FpoCInterfacePassBase<CInterfacePass> {
  using FpoCInterfacePassBase::FpoCInterfacePassBase;

  void runOnOperation() override {
    InterfaceBuilder builder(getOperation(),
                             returnFromFailures(getOperation()));
    for (auto function : llvm::make_early_inc_range(
             getOperation().getOps<LLVM::LLVMFuncOp>())) {
      if (!function->hasAttr(kInterfaceTakes))
        continue;
      LogicalResult result = function->hasAttr(kInterfaceState)
                                 ? builder.addInit(function)
                                 : builder.addRun(function);
      if (failed(result))
        return signalPassFailure();
    }

    getOperation().walk([](LLVM::LLVMFuncOp function) {
      for (StringRef name : {kInterfaceTakes, kInterfaceArena, kInterfaceState,
                             kInterfaceNumState, kInterfaceNumResults,
                             kInterfaceArguments, kInitAttrName})
        function->removeAttr(name);
    });
  }
};
} // namespace
