# chatcrm: a plain "make" works; "autoconf && ./configure" refines it by
# writing config.mk; local.mk is yours (CFLAGS = -g -O0, say).
VERSION = 0.1.0

# Libraries are looked for as this file is read, so what is asked for beside
# deps is made by another make, once they are there.
GOALS := $(filter-out deps,$(MAKECMDGOALS))
ifneq ($(and $(filter deps,$(MAKECMDGOALS)),$(GOALS)),)
$(GOALS): deps
	$(MAKE) $@
deps:
	sh tests/deps.sh
.PHONY: deps $(GOALS)
.NOTPARALLEL:
else

CC = cc
CXX = c++
AR = ar
INSTALL = install
PKG_CONFIG = pkg-config
CFLAGS = -O3 -g
BUILD = build
PREFIX = /usr/local
-include config.mk
-include local.mk
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
DATADIR = $(PREFIX)/share/chatcrm
LIBDIR = $(PREFIX)/lib

# SANITIZE=address,undefined or SANITIZE=thread builds apart from the rest.
ifneq ($(SANITIZE),)
B = $(BUILD)/$(subst $(comma),-,$(SANITIZE))-$(notdir $(firstword $(CC)))
SAN = -g -O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) \
	-fno-sanitize-recover=all
else
B = $(BUILD)
SAN =
endif
comma = ,

PKGS = yajl yaml-0.1 libsodium libpcre2-8 sqlite3 libcurl libmicrohttpd \
	libcrypto
ifndef DEP_LIBS
DEP_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
DEP_LIBS := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)
endif

# Unicode's tables, from the archives where the system has them: each shared
# library costs every start of a filter a tenth of a millisecond.  The
# library that libcurl brings with it is not to see ours.
ifeq ($(words $(filter /%,$(foreach l,libidn2.a libunistring.a,\
    $(shell $(CC) -print-file-name=$(l))))),2)
UNI_LIBS = -Wl,-Bstatic -lidn2 -lunistring -Wl,-Bdynamic \
	-Wl,--exclude-libs,libidn2.a:libunistring.a
else
UNI_LIBS = -lidn2 -lunistring
endif

# Messages are cut to fit on purpose; clang has no such warning.
WARN_CC := $(shell $(CC) --version 2>/dev/null | grep -q clang || \
	echo -Wno-format-truncation)
WARN = -std=c17 -Wall -Wextra -Werror -Wshadow -Wformat=2 -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
	$(WARN_CC)
ALL_CFLAGS = $(WARN) -D_XOPEN_SOURCE=700 -DCHATCRM_VERSION='"$(VERSION)"' \
	-DCHATCRM_DATADIR='"$(DATADIR)"' -Ilib -I$(B)/gen -pthread -MMD -MP \
	$(CPPFLAGS) $(DEP_CFLAGS) $(CFLAGS) $(SAN)
# A command gets only the libraries it calls: a filter starts in a
# millisecond because libcurl and its thirty friends stay away.
ALL_LDFLAGS = -pthread $(SAN) $(LDFLAGS) -Wl,--as-needed

# Telephone numbers by libphonenumber: a shared object of its own, loaded by
# who asks for it.  configure or PHONENUMBER=no decides; else its header does.
ifeq ($(PHONENUMBER),)
PHONENUMBER := $(if $(wildcard /usr/include/phonenumbers/phonenumberutil.h \
	/usr/local/include/phonenumbers/phonenumberutil.h),yes,no)
endif
ifeq ($(PHONENUMBER),yes)
PLUGINS = $(B)/chatcrm-phone.so
endif
PHONENUMBER_LIBS = -lphonenumber

LIB_SRCS := $(wildcard lib/*/*.c)
PROFILES := $(wildcard lib/*/profiles/*.yaml)
LIB_OBJS := $(LIB_SRCS:%.c=$(B)/obj/%.o) $(B)/obj/gen/profiles.o
LIB = $(B)/libchatcrm.a
CMD_SRCS := $(wildcard cmd/*.c)
CMDS := $(CMD_SRCS:cmd/%.c=$(B)/%)
UNITS := $(patsubst tests/unit/%.c,$(B)/tests/unit-%,$(wildcard tests/unit/*.c))
SUITES := $(patsubst tests/suite/%.c,$(B)/tests/%,$(wildcard tests/suite/*.c))
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/bench-%,$(wildcard tests/bench/*.c))
FUZZ := $(patsubst tests/fuzz/fuzz-%.c,%,$(wildcard tests/fuzz/fuzz-*.c))
REPLAYS := $(FUZZ:%=$(B)/tests/replay-%)
MAN := $(wildcard man/*.[1-8]) $(B)/chatcrm-errors.7

ifeq ($(V),1)
Q =
say = @:
else
Q = @
say = @printf '%7s %s\n'
endif

all: $(CMDS) $(PLUGINS) $(B)/chatcrm-errors.7

$(B)/obj/%.o: %.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/obj/gen/profiles.o: $(B)/gen/profiles.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Platform and CRM profiles are data; they are compiled into the program.
$(B)/gen/profiles.c: $(PROFILES) lib/conf/embed.sh
	$(say) EMBED profiles
	@mkdir -p $(@D)
	$(Q)sh lib/conf/embed.sh $(PROFILES) >$@.new && mv $@.new $@

$(B)/obj/lib/text/phone_library.o: \
    CPPFLAGS += -DCHATCRM_LIBDIR='"$(LIBDIR)/chatcrm"'

$(B)/chatcrm-phone.so: lib/text/libphonenumber.cc lib/text/phone_plugin.h
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) -std=c++17 -Wall -Wextra -Werror -Ilib -O3 -g -fPIC \
	    $(CXXFLAGS) -shared $(LDFLAGS) -o $@ $< $(PHONENUMBER_LIBS)

$(LIB): $(LIB_OBJS)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $(LIB_OBJS)

$(CMDS): $(B)/%: $(B)/obj/cmd/%.o $(LIB)
	$(say) LD $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(DEP_LIBS) $(UNI_LIBS) $(LDLIBS) -lm

$(B)/chatcrm-errors.7: man/errors.awk lib/base/code.def
	$(say) MAN $@
	@mkdir -p $(@D)
	$(Q)awk -f man/errors.awk lib/base/code.def >$@.tmp && mv $@.tmp $@

$(UNITS): $(B)/tests/unit-%: $(B)/obj/tests/unit/%.o $(LIB)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) -lcmocka $(DEP_LIBS) $(UNI_LIBS) $(LDLIBS) -lm

$(SUITES): $(B)/tests/%: $(B)/obj/tests/suite/%.o $(LIB)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(DEP_LIBS) $(UNI_LIBS) $(LDLIBS) -lm

$(BENCHES): $(B)/tests/bench-%: $(B)/obj/tests/bench/%.o $(LIB)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIB) $(DEP_LIBS) $(UNI_LIBS) $(LDLIBS) -lm

$(REPLAYS): $(B)/tests/replay-%: $(B)/obj/tests/fuzz/fuzz-%.o \
    $(B)/obj/tests/fuzz/replay.o $(LIB)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(DEP_LIBS) \
	    $(UNI_LIBS) $(LDLIBS) -lm

tests: all $(UNITS) $(SUITES) $(BENCHES) $(REPLAYS)

# Every test is a program that speaks TAP; prove runs them all, or TESTS.
TESTS =
check: tests
	$(Q)B='$(B)' SANITIZE='$(SANITIZE)' tests/run $(TESTS)

demo: all
	$(Q)B='$(B)' KEEP='$(KEEP)' samples/demo.sh

bench: all $(BENCHES)
	$(Q)B='$(B)' tests/bench/run

# make fuzz TIME=60: each target that long (seconds), with clang's libFuzzer.
TIME = 60
fuzz:
	$(Q)B='$(B)' TIME='$(TIME)' tests/fuzz/run $(FUZZ)

# make soak N=1000000 SEED=2: mutated records through the whole pipe.
N = 100000
SEED = 1
soak: tests
	$(Q)B='$(B)' SANITIZE='$(SANITIZE)' N='$(N)' SEED='$(SEED)' tests/soak

install: all
	$(INSTALL) -d '$(DESTDIR)$(BINDIR)'
	$(INSTALL) -m 755 $(CMDS) '$(DESTDIR)$(BINDIR)'
	for p in $(PLUGINS); do \
	    $(INSTALL) -d '$(DESTDIR)$(LIBDIR)/chatcrm' && \
	    $(INSTALL) -m 644 $$p '$(DESTDIR)$(LIBDIR)/chatcrm' || exit 1; \
	done
	for m in $(MAN); do d='$(DESTDIR)$(MANDIR)'/man$${m##*.}; \
	    $(INSTALL) -d "$$d" && $(INSTALL) -m 644 $$m "$$d" || exit 1; done

uninstall:
	for c in $(notdir $(CMDS)); do rm -f '$(DESTDIR)$(BINDIR)'/$$c; done
	for p in $(notdir $(PLUGINS)); do \
	    rm -f '$(DESTDIR)$(LIBDIR)/chatcrm'/$$p; done
	for m in $(MAN); do \
	    rm -f '$(DESTDIR)$(MANDIR)'/man$${m##*.}/$${m##*/}; done

dist: configure
	git archive --prefix=chatcrm-$(VERSION)/ --add-file=configure HEAD | \
	    gzip -9n >chatcrm-$(VERSION).tar.gz

configure: configure.ac
	autoconf

deps:
	sh tests/deps.sh

clean:
	rm -rf $(BUILD)

.PHONY: all tests check demo bench fuzz soak install uninstall dist deps clean
.SECONDARY:
-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
endif
