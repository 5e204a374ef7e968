"""A file server on this machine that can also fail as servers do."""

import contextlib
import http.server
import threading


class FileServer:
    """Serves `files`, name to bytes, under `url`; a file named in `broken` stops half-way."""

    def __init__(self):
        self.files, self.broken, self.asked = {}, set(), []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.lstrip("/")
                server.asked.append(name)
                content = server.files.get(name)
                if content is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                half = len(content) // 2 if name in server.broken else None
                with contextlib.suppress(ConnectionError):  # the visitor stopped
                    self.wfile.write(content[:half])

            def log_message(self, *_):
                pass

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/"

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
