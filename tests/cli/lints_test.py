# SPDX-License-Identifier: MIT
"""The lints find what they must find, and nothing else."""
import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / 'scripts'))
import check_coawait  # noqa: E402
import check_hardening  # noqa: E402
import check_layers   # noqa: E402

TYPES = 'struct Agg { std::string a; };\nclass Strong { public: explicit Strong(int value); };\nusing Id = Strong;\n'

GOOD = {
    'a named object': 'Task f() { Agg agg{"a"}; co_await g(std::move(agg)); }',
    'a type with a constructor': 'Task f() { co_await g(Strong{1}, std::string{"x"}, Id{2}); }',
    'braces in the statement before': 'Task f() { auto agg = Agg{"a"}; auto x = co_await g(agg); h(Agg{"b"}); }',
    'braces in a comment': 'Task f() { /* Agg{} */ co_await g();  // co_await h(Agg{})\n }',
    'braces in strings': 'Task f() { co_await g("Agg{}", R"(Agg{"x"})", \'{\'); }',
    'a lambda that refers': 'Task f() { co_await g([&] { return 1; }, [this](int x) { return Agg{"b"}; }); }',
    'blocks': 'Task f() { if (co_await g()) { Agg{"a"}; } else { co_await h(); } for (;;) { co_await i(); } }',
    'a for with parts': 'Task f() { for (Agg a{"x"}; co_await g(); a = Agg{"y"}) {} }',
    'braces without co_await': 'Task f() { co_return Agg{"a"}; }',
    'a constructor': 'Foo::Foo(int a) : a_{a}, b_(Agg{"x"}) { g(); }\nTask f() { co_await g(); }',
    'structured bindings': 'Task f() { auto [a, b] = co_await g(); const auto& [c, d] = co_await h(x[1]); }',
    'trailing return types': 'auto f(Agg a = {}) -> Task<int> { co_await g(); }',
    'a timer': 'Task f() { asio::steady_timer timer{co_await asio::this_coro::executor, until}; }',
    'numbers with marks': 'Task f() { co_await wait(10\'000); }',
    'conditional bodies': 'Task f() { switch (co_await g()) { case X: { h(Agg{"a"}); break; } case Y: return; } }',
}

BAD = {
    'an aggregate argument': 'Task f() { co_await g(Agg{"a"}); }',
    'designated initialisers': 'Task f() { co_await g({.a = "x"}); }',
    'bare braces': 'Task f() { auto x = co_await g(1, {}); }',
    'co_await inside braces': 'Task f() { Agg agg{co_await g()}; }',
    'co_return of braces around': 'Task f() { co_return Agg{"x", co_await body()}; }',
    'a vector': 'Task f() { co_await g(std::vector<std::string>{"a"}); }',
    'an owning lambda': 'Task f() { co_await g([copy] { return copy; }); }',
    'an owning lambda by default': 'Task f() { co_await g([=] { return copy; }); }',
    'an owning lambda by initialiser': 'Task f() { co_await g([x = std::move(x)]() mutable { use(x); }); }',
    'a condition': 'Task f() { if (co_await g(Agg{"a"})) { h(); } }',
    'a range': 'Task f() { for (auto x : co_await g(Agg{"a"})) { h(x); } }',
    'over several lines': 'Task f() {\n    auto r = co_await g(1,\n        Agg{"a",\n            "b"});\n}',
    'inside a lambda': 'auto l = [](int x) -> Task { co_await g(Agg{"a"}); };',
    'a capturing coroutine lambda': 'void f() { spawn([&]() -> Task { co_await g(); }); }',
    'an owning coroutine lambda': 'void f() { spawn([x]() -> Task { co_await g(); }); }',
    'a macro argument': 'Task f() { EXPECT_EQ(co_await g(Agg{"a"}), 1); }',
    'a conditional expression': 'Task f() { auto x = ok ? co_await g() : Agg{"a"}; }',
}


def coawait_offences(code: str, is_test: bool = False) -> list:
    reader = check_coawait.Reader(code, check_coawait.constructed_types([TYPES]), is_test)
    reader.read_block()
    return reader.offences


class CoAwaitLint(unittest.TestCase):
    def test_lets_good_code_pass(self):
        for name, code in GOOD.items():
            with self.subTest(name):
                self.assertEqual(coawait_offences(code), [])

    def test_finds_each_offence_once(self):
        for name, code in BAD.items():
            with self.subTest(name):
                self.assertEqual(len(coawait_offences(code)), 1, coawait_offences(code))

    def test_lets_tests_capture_references(self):
        self.assertEqual(coawait_offences(BAD['a capturing coroutine lambda'], is_test=True), [])
        self.assertEqual(len(coawait_offences(BAD['an owning coroutine lambda'], is_test=True)), 1)

    def test_names_the_line(self):
        self.assertEqual(coawait_offences(BAD['over several lines'])[0][0], 3)


class LayersLint(unittest.TestCase):
    def check(self, files: dict) -> list:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            for name, content in files.items():
                path = pathlib.Path(folder, 'src', name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text('// SPDX-License-Identifier: MIT\n' + content, encoding='utf-8')
            code = check_layers.main(pathlib.Path(folder))
        lines = out.getvalue().splitlines()
        self.assertEqual(code, 0 if lines[0].startswith('layers: ') else 1)
        return [] if code == 0 else lines

    def test_lets_rooms_look_downwards(self):
        self.assertEqual(self.check({'call.hpp': '#include <string>\n',
                                     'api/api.cpp': '#include "store/store.hpp"\n#include "call.hpp"\n',
                                     'dialer/shift.cpp': '#include "dialer/rules/pacing.hpp"\n',
                                     'dialer/rules/pacing.cpp': '#include "store/decisions.hpp"\n#include <vector>\n',
                                     'cli/serve.cpp': '#include "simulator/fake_twilio.hpp"\n'}), [])

    def test_finds_each_upward_include(self):
        for file, name in [('call.hpp', 'store/store.hpp'), ('store/store.cpp', 'dialer/dialer.hpp'),
                           ('http/server.cpp', 'twilio/form.hpp'), ('dialer/dialer.cpp', 'http/client.hpp'),
                           ('api/api.cpp', 'simulator/fake_twilio.hpp'), ('twilio/client.cpp', 'store/store.hpp'),
                           ('dialer/rules/pacing.cpp', 'store/store.hpp'), ('main.cpp', 'store/store.hpp'),
                           ('api/routes.cpp', 'dialer/rules/pacing.hpp')]:
            with self.subTest(file + ' → ' + name):
                self.assertEqual(len(self.check({file: f'#include "{name}"\n'})), 1)

    def test_keeps_the_rules_pure(self):
        for name in ['nlohmann/json.hpp', 'boost/asio.hpp', 'csv.h', 'fstream', 'iostream', 'thread', 'random']:
            with self.subTest(name):
                self.assertEqual(len(self.check({'dialer/rules/pacing.cpp': f'#include <{name}>\n'})), 1)

    def test_keeps_words_in_their_places(self):
        for line in ['auto q = "SELECT 1";', '#include <SQLiteCpp/Database.h>', '#include <spdlog/spdlog.h>',
                     'auto v = std::getenv("PORT");', 'asio::co_spawn(loop, f(), asio::detached);']:
            with self.subTest(line):
                self.assertEqual(len(self.check({'api/api.cpp': line + '\n'})), 1)
        self.assertEqual(self.check({'api/api.cpp': '// SELECT is a word here; getenv and spdlog too\n',
                                     'store/calls.cpp': 'auto q = "SELECT 1";\n'}), [])

    def test_finds_long_files(self):
        self.assertEqual(len(self.check({'call.cpp': '\n' * 300})), 1)


class Hardening(unittest.TestCase):
    """A program that copies onto its stack, built with and without each thing that must be on."""
    PROGRAM = '#include <cstring>\nint main(int n, char** a) { char b[16]; std::memcpy(b, a[0], n * 4u); return b[0]; }\n'
    ON = ['-O2', '-fPIE', '-pie', '-fstack-protector-strong', '-U_FORTIFY_SOURCE', '-D_FORTIFY_SOURCE=3', '-Wl,-z,relro,-z,now',
          '-Wl,-z,noexecstack']
    OFF = {'PIE': ['-fno-pie', '-no-pie'], 'RELRO': ['-Wl,-z,norelro'], 'BIND_NOW': ['-Wl,-z,lazy'],
           'a stack': ['-Wl,-z,execstack'], '-fstack-protector': ['-fno-stack-protector'],
           '_FORTIFY_SOURCE': ['-U_FORTIFY_SOURCE']}

    def offences(self, flags: list) -> list:
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder) / 'program'
            program.with_suffix('.cpp').write_text(self.PROGRAM)
            subprocess.run(['g++', '-w', program.with_suffix('.cpp'), '-o', program, *self.ON, *flags], check=True)
            read = subprocess.run(['readelf', '-W', '-h', '-l', '-d', '-n', '--dyn-syms', program], capture_output=True,
                                  text=True, check=True)
        return check_hardening.offences_of_binary(read.stdout)

    def test_finds_nothing_where_all_is_on(self):
        self.assertEqual(self.offences([]), [])

    def test_finds_each_thing_that_is_off(self):
        for name, flags in self.OFF.items():
            with self.subTest(name):
                found = self.offences(flags)
                self.assertTrue(found and all(name in each for each in found), found)

    def test_finds_files_that_were_compiled_without(self):
        source = pathlib.Path('/product')
        flags = check_hardening.flags_wanted()
        command = {'file': '/product/src/a.cpp', 'command': ' '.join(['c++', *flags])}
        self.assertEqual(check_hardening.offences_of_compiling([command], source), [])
        for flag in flags:
            without = command | {'command': ' '.join(each for each in flags if each != flag)}
            self.assertEqual(check_hardening.offences_of_compiling([without], source), [f'src/a.cpp: compiled without {flag}'])


if __name__ == '__main__':
    unittest.main()
