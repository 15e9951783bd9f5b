# What the API says of itself, as two C++ files: its description, put together from src/api/openapi, and the files of the page at /docs.
# Sets `api_docs_sources`. The viewer is embedded when scripts/fetch-docs-viewer has fetched it; without it the page is plain.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(api_docs_sources ${CMAKE_CURRENT_BINARY_DIR}/openapi_pieces.cpp ${CMAKE_CURRENT_BINARY_DIR}/docs_files.cpp)

set(pieces ${PROJECT_SOURCE_DIR}/src/api/openapi)
file(GLOB_RECURSE piece_files CONFIGURE_DEPENDS ${pieces}/*.yaml ${pieces}/*.md)
add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/openapi_pieces.cpp
    COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/cmake/make_openapi.py ${pieces} ${CMAKE_CURRENT_BINARY_DIR}/openapi_pieces.cpp
    DEPENDS ${piece_files} ${PROJECT_SOURCE_DIR}/cmake/make_openapi.py
    VERBATIM)

set(page ${PROJECT_SOURCE_DIR}/src/api/docs_page)
set(viewer ${PROJECT_SOURCE_DIR}/build/third-party/docs-viewer/node_modules/swagger-ui-dist)
set(files page.css=${page}/page.css start.js=${page}/start.js)
file(GLOB viewer_bundle CONFIGURE_DEPENDS ${viewer}/swagger-ui-bundle.js)
if(viewer_bundle)
    list(APPEND files viewer.js=${viewer_bundle} viewer.css=${viewer}/swagger-ui.css
        viewer-licences.txt=${viewer}/NOTICE,${viewer}/LICENSE,${viewer}/swagger-ui-bundle.js.LICENSE.txt)
endif()
add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/docs_files.cpp
    COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/cmake/embed_files.py ${CMAKE_CURRENT_BINARY_DIR}/docs_files.cpp ${files}
    DEPENDS ${page}/page.css ${page}/start.js ${viewer_bundle} ${PROJECT_SOURCE_DIR}/cmake/embed_files.py
    VERBATIM)
