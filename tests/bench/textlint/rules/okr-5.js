module.exports = require("../rule.js")(5);
